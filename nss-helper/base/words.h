/* SPDX-License-Identifier: MPL-2.0 */
/* Words of others in a sentence for a person: of servers, of libraries, out of files. */
#ifndef NH_BASE_WORDS_H
#define NH_BASE_WORDS_H

#include <stddef.h>

/*
 * One line of valid UTF-8 out of `from`, whatever it is, in `size` bytes with the NUL: blanks and
 * control characters become one space, what turns or hides its neighbours goes, what is no
 * character becomes "?", an address in it loses its user and password (RFC 3986 section 3.2.1),
 * and what is too long ends in "…". `from` may be `out`.
 */
void nh_words_clean(const char *from, char *out, size_t size);

/* The bytes of a user and a password, with the "@" behind them, at this place behind the "//" of
   an address; 0: it has none. Browsers take a backslash for a slash. */
size_t nh_words_login(const char *authority);

#endif
