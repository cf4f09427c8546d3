/* SPDX-License-Identifier: MPL-2.0 */
/* Break lines to the width of the terminal. */
#ifndef NH_CLI_WRAP_H
#define NH_CLI_WRAP_H

#include "cli/width.h"
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

/*
 * Write a text and break it to `columns`, at spaces and between Japanese characters; a word that is
 * wider is cut. Further lines are indented by `left`. *column is the cursor's.
 */
void cli_text_wrap(FILE *file, const char *text, size_t left, size_t *column, size_t columns);

/* The same, but a wider word is not cut: the terminal continues it in the next line. */
void cli_text_wrap_whole(FILE *file, const char *text, size_t left, size_t *column, size_t columns);

/* Format as vprintf does. The caller frees the text; NULL without memory. */
char *cli_format(const char *format, va_list values) __attribute__((format(printf, 1, 0)));

/* Write a line, indented by `left`, broken to the width of the terminal. */
void cli_line(FILE *file, size_t left, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with further lines indented by `hanging`, and nothing cut. */
void cli_line_whole(FILE *file, size_t left, size_t hanging, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Write advice as cli_line_whole does, from the cursor in `column`, and end the line. A command or
   path after a colon at the end is not broken, so that it can be copied; nor is a text without a
   full stop and colon. */
void cli_advice(FILE *file, size_t hanging, size_t column, const char *text);

/* As cli_line for a path after a text, which may be "". The path is not broken at spaces; one that
   is too wide for a line loses its beginning. */
void cli_line_path(FILE *file, size_t left, const char *before, const char *path);

/* Write the second column of a line: `meaning` explains the text that ends in `column`. It begins
   in `left`, or on a narrow terminal in the next line, indented. No word is cut. */
void cli_meaning(FILE *file, size_t left, size_t column, const char *meaning);

/* Write a paragraph that has line breaks; on a terminal it is broken to its width instead. */
void cli_paragraph(FILE *file, size_t left, const char *lines);

/*
 * Write a text that has line breaks. If the terminal is narrower than a line, it is broken again:
 * lines without indentation are joined to paragraphs, and a line that is indented to an
 * explanation, which follows two spaces after a word, belongs to that.
 */
void cli_paragraphs(FILE *file, const char *text);

/* Write commands to be copied, one a line; those that are too wide continue after a backslash. */
void cli_commands(FILE *file, const char *lines);

#endif
