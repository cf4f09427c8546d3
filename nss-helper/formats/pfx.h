/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The outer structure of a PKCS#12 file: the PFX of RFC 7292 section 4, in BER or DER, and its MAC.
 * The MAC is checked before the content is read. So a wrong password can be told from a damaged
 * file, and only somebody who knows the password can make the code behind it read anything.
 */
#ifndef NH_FORMATS_PFX_H
#define NH_FORMATS_PFX_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct SECItemStr SECItem;
struct nh_buf;

/* The most bytes of a file: enough for NH_CERTFILE_MAX_CERTS certificates and their keys. */
#define NH_PFX_SIZE_MOST ((size_t)1 << 20)

/* The same in base64 with line ends. */
#define NH_PFX_TEXT_MOST (NH_PFX_SIZE_MOST / 2 * 3)

/* Whether the data begins like a PFX. It may still be damaged. */
bool nh_pfx_recognise(const void *data, size_t length);

/* Find a PFX in base64, with or without armour. *start and *size are its base64 within the text. */
bool nh_pfx_find(const char *text, size_t length, const char **start, size_t *size);

/*
 * Check the MAC (PKCS#12's own, or PBMAC1 of RFC 9579) with a password in UTF-8, and write the
 * AuthenticatedSafe to `out`, which must be empty. As programs differ, several encodings are tried
 * of an empty password and of one that is not ASCII. *rounds as in nh_pbe_check. Needs an open
 * store. NH_PASSWORD when it is wrong, or `password` is NULL; NH_BAD_DATA when the file is damaged,
 * cut off or has no MAC; NH_TOO_LARGE.
 */
enum nh_status nh_pfx_open(const void *data, size_t length, const char *password,
                           unsigned long *rounds, struct nh_buf *out, struct nh_error *err);

/* Append a PFX in DER with this AuthenticatedSafe (DER), and a MAC with SHA-256, or SHA-1 (`old`),
   under a password in UTF-8. Needs an open store. NH_NSS. */
enum nh_status nh_pfx_write(const SECItem *safes, bool old, const char *password,
                            struct nh_buf *out, struct nh_error *err);

#endif
