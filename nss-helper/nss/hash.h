/* SPDX-License-Identifier: MPL-2.0 */
/* SHA-256, and its two notations. nh_hash_hex and nh_hash_fingerprint need an open store. */
#ifndef NH_NSS_HASH_H
#define NH_NSS_HASH_H

#include <stdbool.h>
#include <stddef.h>

/* Hash the data: 64 lower-case hex digits and NUL. False when NSS fails. */
bool nh_hash_hex(const void *data, size_t length, char out[65]);

/* Hash the data: "AB:CD:…", 32 pairs, and NUL. False when NSS fails. */
bool nh_hash_fingerprint(const void *data, size_t length, char out[96]);

/* Convert "AB:CD:…" to "abcd…", for a file name. */
void nh_hash_plain(const char *fingerprint, char out[65]);

#endif
