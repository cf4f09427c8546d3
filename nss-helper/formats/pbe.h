/* SPDX-License-Identifier: MPL-2.0 */
/* Encryption under a password (RFC 8018, RFC 7292): the forms that a password takes, and
   the work that a file may ask for. */
#ifndef NH_FORMATS_PBE_H
#define NH_FORMATS_PBE_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

struct nh_buf;

/* Rounds in one file at most, over each form of the password that is tried: eight seconds of work
   where the hash is SHA-512. Firefox writes 600,000 for the MAC, for the certificates and for each
   key. */
#define NH_PBE_ROUNDS_MOST 8000000

/*
 * Add up the rounds that the BER asks for: the parameters of an algorithm, or the
 * AuthenticatedSafe of a PKCS#12 file. For a key that is longer than that of a cipher, as a MAC may
 * have, they count twice. NH_BAD_DATA when it is more than NH_PBE_ROUNDS_MOST,
 * when a key longer than any cipher's is asked for, and when it can't be read. NSS would set
 * to work whatever the number. `what` begins the sentence: "This PKCS#12 file".
 */
enum nh_status nh_pbe_check(const void *ber, size_t length, const char *what, unsigned long *rounds,
                            struct nh_error *err);
/* Of a file that is not looked into before somebody has given a password: NH_PASSWORD. */
enum nh_status nh_pbe_fail_waiting(struct nh_error *err);

/* Of rounds that were read already, and are in the sum. */
enum nh_status nh_pbe_check_rounds(unsigned long rounds, const char *what, struct nh_error *err);

/* A way to write a password: adds to `out`, which is empty. False when it is not one for
   this password, or memory is out. */
typedef bool nh_pbe_form(const char *password, struct nh_buf *out);

nh_pbe_form nh_pbe_utf8;   /* without a NUL */
nh_pbe_form nh_pbe_utf16;  /* big-endian, with a NUL (RFC 7292 appendix B.1) */
nh_pbe_form nh_pbe_bytes;  /* a character of each byte, as OpenSSL before 1.1.0 did */
nh_pbe_form nh_pbe_latin1; /* UTF-8 without a NUL, of a password that is Latin-1 */
nh_pbe_form nh_pbe_none;   /* no password, which is not quite the empty one */

#endif
