/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/wrap.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool begins_with_one(const char *text, const char *const *signs)
{
    for (; *signs; signs++)
        if (strncmp(text, *signs, strlen(*signs)) == 0)
            return true;
    return false;
}

/* Characters that must not begin a line, or end one. */
static const char *const closing[] = {"。", "、", "」", "）", "』", "：", "？", "！",
                                      "ー", "ッ", "ャ", "ュ", "ョ", "ァ", "ィ", "ゥ",
                                      "ェ", "ォ", "っ", "ゃ", "ゅ", "ょ", NULL};
static const char *const opening[] = {"「", "（", "『", NULL};

/* The bytes of the next piece that is not broken: up to a space, or to where wide characters begin
   or end. */
static size_t piece_of(const char *text)
{
    const char *at = text + cli_text_next(text), *before = text;
    for (; *at && *at != ' '; at += cli_text_next(at)) {
        if ((cli_text_is_wide(before) || cli_text_is_wide(at)) && !begins_with_one(at, closing) &&
            !begins_with_one(before, opening))
            break;
        before = at;
    }
    return (size_t)(at - text);
}

static void wrap(FILE *file, const char *text, size_t left, size_t *column, size_t columns,
                 bool cut)
{
    size_t room = columns == CLI_WHOLE || !cut ? CLI_WHOLE : columns > left ? columns - left : 1;
    while (*text) {
        size_t blanks = strspn(text, " ");
        text += blanks;
        size_t length = *text ? piece_of(text) : 0;
        char *piece = strndup(text, length);
        size_t width = piece ? cli_text_width(piece) : 0;
        if (columns != CLI_WHOLE && *column > left && *column + blanks + width > columns) {
            fprintf(file, "\n%*s", (int)left, "");
            *column = left;
        } else {
            fprintf(file, "%*s", (int)blanks, "");
            *column += blanks;
        }
        if (piece)
            cli_text_put_cut(file, piece, room);
        *column += width < room ? width : room;
        text += length;
        free(piece);
    }
}

void cli_text_wrap(FILE *file, const char *text, size_t left, size_t *column, size_t columns)
{
    wrap(file, text, left, column, columns, true);
}

void cli_text_wrap_whole(FILE *file, const char *text, size_t left, size_t *column, size_t columns)
{
    wrap(file, text, left, column, columns, false);
}

char *cli_format(const char *format, va_list values)
{
    char *text = NULL;
    return vasprintf(&text, format, values) < 0 ? NULL : text;
}

static void put_line(FILE *file, size_t left, size_t hanging, const char *text, bool cut)
{
    size_t column = left;
    fprintf(file, "%*s", (int)left, "");
    if (text)
        wrap(file, text, hanging, &column, cli_columns(file), cut);
    fputc('\n', file);
}

void cli_line(FILE *file, size_t left, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    char *text = cli_format(format, list);
    va_end(list);
    put_line(file, left, left, text, true);
    free(text);
}

void cli_line_whole(FILE *file, size_t left, size_t hanging, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    char *text = cli_format(format, list);
    va_end(list);
    put_line(file, left, hanging, text, false);
    free(text);
}

static bool is_sentence(const char *text)
{
    static const char *const stops[] = {".", "。"};
    size_t length = strlen(text);
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
        size_t stop = strlen(stops[i]);
        if (length > stop && strcmp(text + length - stop, stops[i]) == 0)
            return true;
    }
    return false;
}

/* The command at the end of a text: all of it without a colon, none of a sentence. */
static const char *command_of(const char *text)
{
    const char *command = text;
    if (is_sentence(text))
        return text + strlen(text);
    for (const char *colon = text; (colon = strstr(colon, ": ")); colon++)
        command = colon + 2;
    return command;
}

void cli_advice(FILE *file, size_t hanging, size_t column, const char *text)
{
    const char *command = command_of(text);
    size_t columns = cli_columns(file), gap = command > text && *command;
    char *before = strndup(text, (size_t)(command - text) - gap);
    if (before)
        cli_text_wrap_whole(file, before, hanging, &column, columns);
    if (columns != CLI_WHOLE && gap && column + gap + cli_text_width(command) > columns)
        fprintf(file, "\n%*s", (int)hanging, "");
    else
        fprintf(file, "%*s", (int)gap, "");
    cli_text_put(file, command, "");
    fputc('\n', file);
    free(before);
}

void cli_line_path(FILE *file, size_t left, const char *before, const char *path)
{
    size_t columns = cli_columns(file), column = left, gap = *before != '\0';
    fprintf(file, "%*s", (int)left, "");
    cli_text_wrap(file, before, left, &column, columns);
    bool below = columns != CLI_WHOLE && gap && column + gap + cli_text_width(path) > columns;
    if (below)
        fprintf(file, "\n%*s", (int)left, "");
    else
        fprintf(file, "%*s", (int)gap, "");
    cli_text_put_cut(file, path,
                     columns == CLI_WHOLE ? CLI_WHOLE : columns - (below ? left : column + gap));
    fputc('\n', file);
}

#define MEANING_LEAST 24 /* columns that an explanation needs in the same line */
#define MEANING_BELOW 6

void cli_meaning(FILE *file, size_t left, size_t column, const char *meaning)
{
    size_t columns = cli_columns(file);
    if (columns != CLI_WHOLE && columns < left + MEANING_LEAST &&
        columns < left + cli_text_width(meaning)) {
        fprintf(file, "%s%*s", column > 0 ? "\n" : "", MEANING_BELOW, "");
        left = column = MEANING_BELOW;
    } else {
        left = column < left ? left : column + 1;
        fprintf(file, "%*s", (int)(left - column), "");
        column = left;
    }
    cli_text_wrap_whole(file, meaning, left, &column, columns);
    fputc('\n', file);
}

/* Whether two lines are joined without a space: never in English; in Japanese unless one side is a
   Latin letter. */
static bool are_close(const char *before, const char *after)
{
    bool wide = cli_text_is_wide(before), other = cli_text_is_wide(after);
    return (wide && other) ||
           (wide && (begins_with_one(before, closing) || begins_with_one(before, opening))) ||
           (other && (begins_with_one(after, closing) || begins_with_one(after, opening)));
}

/* Join the lines of a paragraph in place. */
static void join(char *text)
{
    const char *before = "";
    char *to = text;
    for (const char *at = text; *at;) {
        size_t length = cli_text_next(at);
        if (*at == '\n') {
            at += length + strspn(at + length, " ");
            if (!are_close(before, at))
                *to++ = ' ';
            continue;
        }
        before = memmove(to, at, length);
        to += length;
        at += length;
    }
    *to = '\0';
}

void cli_paragraph(FILE *file, size_t left, const char *lines)
{
    char *text = strdup(lines), *at = text;
    if (text && cli_columns(file) != CLI_WHOLE)
        join(text);
    while (at && *at) {
        size_t length = strcspn(at, "\n");
        cli_line(file, left, "%.*s", (int)length, at);
        at += length + (at[length] == '\n');
    }
    free(text);
}

#define USAGE_MOST 10  /* at least the width of "Usage: " in each language */
#define USAGE_INDENT 3 /* including the space before the command */

/* The indentation of continuation lines: that of an explanation, or for a usage line after the
   command. */
static size_t hanging_of(const char *line, size_t length)
{
    size_t indent = strspn(line, " ");
    char *text = strndup(line, length);
    const char *gap = text && indent ? strstr(text + indent, "  ") : NULL;
    const char *command = text ? strstr(text, " nss-helper ") : NULL;
    size_t left = indent;
    if (gap)
        left = cli_text_width(text) - cli_text_width(gap + strspn(gap, " "));
    else if (command && cli_text_width(text) - cli_text_width(command) < USAGE_MOST)
        left = cli_text_width(text) - cli_text_width(command) + USAGE_INDENT;
    free(text);
    return left;
}

/* The bytes of the lines that belong to one paragraph. */
static size_t paragraph_of(const char *text, size_t *left)
{
    size_t length = strcspn(text, "\n"), indent = strspn(text, " ");
    *left = hanging_of(text, length);
    if (length == 0)
        return 0;
    while (text[length] == '\n') {
        const char *next = text + length + 1;
        size_t blanks = strspn(next, " ");
        bool follows = indent == 0 ? *left == 0 && blanks == 0 : blanks == *left && blanks > indent;
        if (!follows || next[blanks] == '\n' || !next[blanks])
            break;
        length += 1 + strcspn(next, "\n");
    }
    return length;
}

static size_t widest_of(const char *text)
{
    size_t most = 0;
    while (*text) {
        size_t length = strcspn(text, "\n");
        char *line = strndup(text, length);
        size_t width = line ? cli_text_width(line) : 0;
        if (width > most)
            most = width;
        free(line);
        text += length + (text[length] == '\n');
    }
    return most;
}

void cli_paragraphs(FILE *file, const char *text)
{
    size_t columns = cli_columns(file), left = 0;
    if (widest_of(text) <= columns) {
        cli_text_put(file, text, "\n");
        return;
    }
    while (*text) {
        size_t length = paragraph_of(text, &left), column = 0;
        char *one = strndup(text, length);
        if (one) {
            join(one);
            cli_text_wrap_whole(file, one, left, &column, columns);
        }
        free(one);
        if (text[length])
            fputc('\n', file);
        text += length + (text[length] == '\n');
    }
}

/* The bytes of a command that fit into this many columns, up to a space outside quotes; all of it
   if there is no such space. */
static size_t part_of(const char *command, size_t columns)
{
    size_t found = 0;
    char quote = '\0';
    for (size_t i = strspn(command, " "); command[i]; i++) {
        if (quote ? command[i] == quote : command[i] == '\'' || command[i] == '"')
            quote = quote ? '\0' : command[i];
        if (command[i] != ' ' || quote || command[i + 1] == '\\')
            continue;
        if (found && cli_text_width(command) - cli_text_width(command + i) > columns)
            break;
        found = i;
    }
    return found ? found : strlen(command);
}

#define FURTHER 6 /* indentation of a continued command */
#define BACKSLASH " \\"

static void put_command(FILE *file, char *command, size_t columns)
{
    size_t indent = 0;
    while (indent + cli_text_width(command) > columns) {
        size_t length = part_of(command, columns - indent - strlen(BACKSLASH));
        if (!command[length])
            break;
        fprintf(file, "%*s%.*s" BACKSLASH "\n", (int)indent, "", (int)length, command);
        command += length + strspn(command + length, " ");
        indent = FURTHER;
    }
    fprintf(file, "%*s%s\n", (int)indent, "", command);
}

void cli_commands(FILE *file, const char *lines)
{
    size_t columns = cli_columns(file);
    while (*lines) {
        size_t length = strcspn(lines, "\n");
        char *command = strndup(lines, length);
        if (command && columns != CLI_WHOLE)
            put_command(file, command, columns);
        else if (command)
            fprintf(file, "%s\n", command);
        free(command);
        lines += length + (lines[length] == '\n');
    }
}
