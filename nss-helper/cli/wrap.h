/* SPDX-License-Identifier: MPL-2.0 */
/* Lines that are no wider than the terminal. */
#ifndef NH_CLI_WRAP_H
#define NH_CLI_WRAP_H

#include "cli/width.h"
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

/*
 * Write a text whose further lines begin below a column: it is broken where it is wider than so
 * many columns, at blanks and between Japanese letters, and a word that is wider alone is cut.
 * *column is where the cursor stands.
 */
void cli_text_wrap(FILE *file, const char *text, size_t left, size_t *column, size_t columns);

/* The same, but nothing is cut: the terminal goes on with a wider word in its next line. */
void cli_text_wrap_whole(FILE *file, const char *text, size_t left, size_t *column, size_t columns);

/* The text that is made so, for the caller to free; NULL without memory. */
char *cli_format(const char *format, va_list values) __attribute__((format(printf, 1, 0)));

/* A line that begins in a column, as wide as the terminal that the file is. */
void cli_line(FILE *file, size_t left, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same, its further lines below a column of their own, and nothing cut. */
void cli_line_whole(FILE *file, size_t left, size_t hanging, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* What to do: a sentence as cli_line_whole; the cursor stands in `column`. What is behind a colon
   at its end, a command or a path, stays one line, to be copied; so does all of a text without full
   stop and colon. It ends the line. */
void cli_advice(FILE *file, size_t hanging, size_t column, const char *text);

/* cli_line for a path behind a text, which may be "": blanks in it are no place to break it at, and
   a path that is too wide for a line of its own loses its beginning. */
void cli_line_path(FILE *file, size_t left, const char *before, const char *path);

/* The end of a line of two columns: `meaning` belongs to what stands in the line already, up to
   `column`. It begins in `left`; on a narrow terminal in the next line, indented. No word of it is
   cut. */
void cli_meaning(FILE *file, size_t left, size_t column, const char *meaning);

/* One paragraph of lines that were broken by hand: on a terminal they are as wide as that is. */
void cli_paragraph(FILE *file, size_t left, const char *lines);

/*
 * Write a text whose lines were broken by hand. Where the terminal is narrower than one of them,
 * they are broken anew: lines without blanks at the beginning join to paragraphs, and a line that
 * begins below the meaning of a word, two blanks behind it, belongs to that.
 */
void cli_paragraphs(FILE *file, const char *text);

/* Commands to be copied, one a line: those that are too wide go on behind a backslash. */
void cli_commands(FILE *file, const char *lines);

#endif
