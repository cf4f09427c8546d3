/* SPDX-License-Identifier: MPL-2.0 */
/* Write untrusted text safely to a terminal, and not wider than it. */
#ifndef NH_CLI_WIDTH_H
#define NH_CLI_WIDTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * Write UTF-8. Control characters except those in `keep`, direction marks and invisible characters
 * become \u and four hex digits, which keeps JSON valid; invalid UTF-8 becomes U+FFFD.
 */
void cli_text_put(FILE *file, const char *text, const char *keep);

/* The columns that cli_text_put would need with an empty `keep`. */
size_t cli_text_width(const char *text);

/* The spaces needed to fill this many columns: for printf("%s%*s", text, rest, ""). */
int cli_text_rest(const char *text, int columns);

/* How many bytes of whole characters fit into this many columns. */
size_t cli_text_length(const char *text, size_t columns);

/* Write at most this many columns: "…" replaces the end of a text that is cut, or the beginning of
   a path. */
void cli_text_put_cut(FILE *file, const char *text, size_t columns);

/* The width of the terminal; CLI_WHOLE if the file is not a terminal, so that nothing is cut. */
#define CLI_WHOLE ((size_t)-1)
size_t cli_columns(FILE *file);

/* Whether the text begins with a wide character, such as a Japanese one. */
bool cli_text_is_wide(const char *text);

/* The length of the first character in bytes. */
size_t cli_text_next(const char *text);

#endif
