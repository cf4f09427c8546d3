/* SPDX-License-Identifier: MPL-2.0 */
/* Bytes as hexadecimal digits, and random bytes. */
#ifndef NH_BASE_HEX_H
#define NH_BASE_HEX_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

#define NH_HEX_SIZE(length) (2 * (length) + 1) /* with NUL */

/* Write "9f2c41", two lower-case digits a byte; `out` has NH_HEX_SIZE(length) bytes. */
void nh_hex(const void *data, size_t length, char *out);

/* Write "9F:2C:41", the form of fingerprints; `out` has 3 * length bytes, with the NUL. */
void nh_hex_colons(const void *data, size_t length, char *out);

/* Whether the text is exactly `length` lower-case hex digits. */
bool nh_hex_is(const char *text, size_t length);

/* Fill `out` with cryptographically secure random bytes. NH_SYSTEM. */
enum nh_status nh_random(void *out, size_t length, struct nh_error *err);

#define NH_RANDOM_SIZE 32

/* Write this many random bytes (at most NH_RANDOM_SIZE) as hex, for a unique name or a secret;
   `out` has NH_HEX_SIZE(bytes) bytes. NH_SYSTEM. */
enum nh_status nh_random_hex(char *out, size_t bytes, struct nh_error *err);

#endif
