/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The outside of a PKCS#12 file: the PFX of RFC 7292 section 4, in BER or DER, with
 * its MAC. It is checked before anything inside is looked at: a wrong password is told from a
 * damaged file, and nobody but who knows the password can hand bytes to what is behind it.
 */
#ifndef NH_FORMATS_PFX_H
#define NH_FORMATS_PFX_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct SECItemStr SECItem;
struct nh_buf;

/* Bytes at most: as many certificates as a file may have, with their keys, have room. */
#define NH_PFX_SIZE_MOST ((size_t)1 << 20)

/* The same in base64, with ends of lines. */
#define NH_PFX_TEXT_MOST (NH_PFX_SIZE_MOST / 2 * 3)

/* Does it begin as a PFX does? It may be damaged all the same. */
bool nh_pfx_recognise(const void *data, size_t length);

/* Find one that is written in base64, with or without armour around it: *start and *size are
   its base64. */
bool nh_pfx_find(const char *text, size_t length, const char **start, size_t *size);

/*
 * Check the MAC (PKCS#12's own, or PBMAC1 of RFC 9579) with a password in UTF-8. `out`, which is
 * empty, gets the AuthenticatedSafe. Several forms of the password are tried, as programs differ:
 * of the empty one, and of one that is not ASCII; `rounds` adds up as nh_pbe_check does. Needs an
 * open store. NH_PASSWORD when none fits,
 * or `password` is NULL; NH_BAD_DATA when the file is damaged or cut off, or has no MAC.
 */
enum nh_status nh_pfx_open(const void *data, size_t length, const char *password,
                           unsigned long *rounds, struct nh_buf *out, struct nh_error *err);

/* Add a PFX in DER to `out`, around an AuthenticatedSafe in DER, with a MAC by SHA-256, or by
   SHA-1 (`old`), under a password in UTF-8. Needs an open store. NH_NSS. */
enum nh_status nh_pfx_write(const SECItem *safes, bool old, const char *password,
                            struct nh_buf *out, struct nh_error *err);

#endif
