/* SPDX-License-Identifier: MPL-2.0 */
/* Encryption under a password (RFC 8018, RFC 7292): the encodings of a password, and the most work
   that a file may require. */
#ifndef NH_FORMATS_PBE_H
#define NH_FORMATS_PBE_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

struct nh_buf;

/* The most iterations for one file, over all encodings of the password: eight seconds of work with
   SHA-512. Firefox writes 600,000 each for the MAC, the certificates and every key. */
#define NH_PBE_ROUNDS_MOST 8000000

/*
 * Add the iterations that the BER requires to *rounds; it is the parameters of an algorithm, or the
 * AuthenticatedSafe of a PKCS#12 file. They count twice for a key that is longer than a cipher's,
 * as a MAC may have. NSS itself has no limit. `what` begins the message: "This PKCS#12 file".
 * NH_BAD_DATA when the sum exceeds NH_PBE_ROUNDS_MOST, when the key is too long, or when the BER
 * can't be read.
 */
enum nh_status nh_pbe_check(const void *ber, size_t length, const char *what, unsigned long *rounds,
                            struct nh_error *err);
/* Fill *err for a file that needs a password before it is opened. NH_PASSWORD. */
enum nh_status nh_pbe_fail_waiting(struct nh_error *err);

/* The same limit for iterations that were already added. NH_BAD_DATA. */
enum nh_status nh_pbe_check_rounds(unsigned long rounds, const char *what, struct nh_error *err);

/* An encoding of passwords: writes to `out`, which must be empty. False when the password can't be
   encoded so, or memory runs out. */
typedef bool nh_pbe_form(const char *password, struct nh_buf *out);

nh_pbe_form nh_pbe_utf8;   /* without a NUL */
nh_pbe_form nh_pbe_utf16;  /* big-endian, with a NUL (RFC 7292 appendix B.1) */
nh_pbe_form nh_pbe_bytes;  /* each byte as a UTF-16 character, as OpenSSL before 1.1.0 did */
nh_pbe_form nh_pbe_latin1; /* UTF-8 without a NUL, from a password in Latin-1 */
nh_pbe_form nh_pbe_none;   /* no password, which differs from an empty one */

#endif
