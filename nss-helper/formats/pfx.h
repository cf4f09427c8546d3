/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The outside of a PKCS#12 file: the PFX of RFC 7292 section 4, in BER or DER, with
 * its MAC. NSS decodes what is inside before it checks the MAC, and calls most of what
 * can be wrong "corrupt"; checked here first, a wrong password is told from a damaged
 * file, and nobody but who knows the password can hand bytes to that decoder.
 */
#ifndef NH_FORMATS_PFX_H
#define NH_FORMATS_PFX_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_buf;

/*
 * Bytes at most: sixty-four certificates and their keys have room. Safes may lie in safes,
 * and NSS's decoder goes down with them until there is no stack left: 8 MiB is enough for
 * 30,000, and none takes less than 19 bytes.
 */
#define NH_PFX_SIZE_MOST ((size_t)256 << 10)

/* Does it begin as a PFX does? It may be damaged all the same. */
bool nh_pfx_recognise(const void *data, size_t length);

/* Find one that is written in base64, with or without armour around it: *start and *size are
   its base64. */
bool nh_pfx_find(const char *text, size_t length, const char **start, size_t *size);

/*
 * Check the MAC with a password in UTF-8. `out`, which is empty, gets the password in
 * the form that NSS wants (UTF-16 big-endian, with a NUL); nh_buf_reset zeroes it.
 * Several forms are tried, as programs differ: of the empty password, and of one that
 * is not ASCII. Needs an open store. NH_PASSWORD when none fits; NH_BAD_DATA when the
 * file is damaged or cut off, or has no MAC.
 */
enum nh_status nh_pfx_open(const void *data, size_t length, const char *password,
                           struct nh_buf *out, struct nh_error *err);

#endif
