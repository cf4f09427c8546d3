/* SPDX-License-Identifier: MPL-2.0 */
/* UTF-8 of strangers (RFC 3629): no overlong forms, no surrogates. */
#ifndef NH_BASE_UTF8_H
#define NH_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The length in bytes of the character at `text`, of which `length` bytes are there;
   0 when it is none. */
size_t nh_utf8_next(const char *text, size_t length, uint32_t *character);

bool nh_utf8_valid(const char *text, size_t length);

/* How many characters it has; a byte that is no part of one counts as one. */
size_t nh_utf8_count(const char *text);

/* Does it act on a terminal, or turn or hide what stands beside it? Control characters,
   marks of direction, and what is invisible. */
bool nh_utf8_harmful(uint32_t character);

/* Make it valid, at most `limit` bytes long: what is none becomes "?". In place. */
void nh_utf8_clean(char *text, size_t limit);

/* Has it nothing but the printable characters of ASCII, which every program reads alike? */
bool nh_utf8_is_ascii(const char *text);

#endif
