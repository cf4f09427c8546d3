/* SPDX-License-Identifier: MPL-2.0 */
/* UTF-8 from untrusted sources (RFC 3629): overlong forms and surrogates are invalid. */
#ifndef NH_BASE_UTF8_H
#define NH_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decode the character at `text`, which has `length` bytes. Returns the bytes that it takes, 0 when
   it is invalid. */
size_t nh_utf8_next(const char *text, size_t length, uint32_t *character);

bool nh_utf8_valid(const char *text, size_t length);

/* Count the characters; each invalid byte counts as one. */
size_t nh_utf8_count(const char *text);

/* Whether the character could mislead a reader: control characters, direction marks and invisible
   characters. */
bool nh_utf8_harmful(uint32_t character);

/* Make the text valid in place, at most `limit` bytes long; invalid bytes become "?". */
void nh_utf8_clean(char *text, size_t limit);

/* Whether all characters are printable ASCII. */
bool nh_utf8_is_ascii(const char *text);

#endif
