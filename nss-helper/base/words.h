/* SPDX-License-Identifier: MPL-2.0 */
/* Text of servers, libraries and files, cleaned for messages that a person reads. */
#ifndef NH_BASE_WORDS_H
#define NH_BASE_WORDS_H

#include <stddef.h>

/*
 * Write `from` as one line of valid UTF-8 into `out`, which has `size` bytes with the NUL. A run of
 * spaces and control characters becomes one space; characters that nh_utf8_harmful names are
 * dropped; invalid bytes become "?"; addresses lose their user name and password (RFC 3986 section
 * 3.2.1); a text that is too long ends in "…". `from` may be `out`.
 */
void nh_words_clean(const char *from, char *out, size_t size);

/* The length of "user:password@" at the start of an authority, the text after "//" in an address; 0
 * without one. A backslash ends the authority as a slash does, as in browsers. */
size_t nh_words_login(const char *authority);

#endif
