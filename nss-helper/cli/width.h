/* SPDX-License-Identifier: MPL-2.0 */
/* Text of others, made harmless for a terminal, and not wider than it. */
#ifndef NH_CLI_WIDTH_H
#define NH_CLI_WIDTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * Write UTF-8. Control characters but those in `keep`, marks that turn the
 * direction of writing, and what is invisible become \u and four hex digits (JSON
 * stays what it is by that); what is no UTF-8 becomes U+FFFD.
 */
void cli_text_put(FILE *file, const char *text, const char *keep);

/* The columns that it takes on a terminal when nothing is kept. */
size_t cli_text_width(const char *text);

/* The blanks behind it that fill so many columns: for printf("%s%*s", text, blanks, ""). */
int cli_text_rest(const char *text, int columns);

/* How many bytes at its beginning fit into so many columns, whole characters. */
size_t cli_text_length(const char *text, size_t columns);

/* The same, in so many columns at most: "…" stands for the end of what is cut, and for the
   beginning of a path. */
void cli_text_put_cut(FILE *file, const char *text, size_t columns);

/* The columns of the terminal that the file is; CLI_WHOLE where it is none: nothing is cut there.
 */
#define CLI_WHOLE ((size_t)-1)
size_t cli_columns(FILE *file);

/* Does it begin with a wide letter, of Chinese or Japanese? */
bool cli_text_is_wide(const char *text);

/* The bytes of the character that it begins with. */
size_t cli_text_next(const char *text);

#endif
