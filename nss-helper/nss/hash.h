/* SPDX-License-Identifier: MPL-2.0 */
/* SHA-256 in the two notations that are used here. Needs an open store. */
#ifndef NH_NSS_HASH_H
#define NH_NSS_HASH_H

#include <stdbool.h>
#include <stddef.h>

/* 64 lower-case hex digits and NUL. False when NSS fails. */
bool nh_hash_hex(const void *data, size_t length, char out[65]);

/* "AB:CD:…" (32 pairs) and NUL. */
bool nh_hash_fingerprint(const void *data, size_t length, char out[96]);

/* "AB:CD:…" as "abcd…": a name for a file. */
void nh_hash_plain(const char *fingerprint, char out[65]);

#endif
