/* SPDX-License-Identifier: MPL-2.0 */
/* Bytes as hexadecimal digits, and random ones. */
#ifndef NH_BASE_HEX_H
#define NH_BASE_HEX_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

#define NH_HEX_SIZE(length) (2 * (length) + 1) /* with NUL */

/* "9f2c41": two lower-case digits a byte. */
void nh_hex(const void *data, size_t length, char *out);

/* "9F:2C:41", in 3 * length characters with the NUL, as people read fingerprints. */
void nh_hex_colons(const void *data, size_t length, char *out);

/* Are these `length` lower-case digits, and nothing behind them? */
bool nh_hex_is(const char *text, size_t length);

/* Bytes that nobody can guess. NH_SYSTEM. */
enum nh_status nh_random(void *out, size_t length, struct nh_error *err);

#define NH_RANDOM_MOST 32

/* The same number of them in hex, NH_RANDOM_MOST at most: a name that is not there yet, or a
   secret. NH_SYSTEM. */
enum nh_status nh_random_hex(char *out, size_t bytes, struct nh_error *err);

#endif
