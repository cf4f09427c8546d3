/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/width.h"

#include "base/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#define REPLACEMENT 0xFFFD

/* The length of the next character; *character is REPLACEMENT if it is invalid. */
static size_t decode(const char *text, uint32_t *character)
{
    size_t length = nh_utf8_next(text, strnlen(text, 4), character);
    if (length == 0)
        *character = REPLACEMENT;
    return length == 0 ? 1 : length;
}

static void put_escaped(FILE *file, uint32_t character)
{
    if (character > 0xFFFF) {
        fprintf(file, "\\u%04X", 0xD7C0 + (unsigned)(character >> 10));
        character = 0xDC00 + (character & 0x3FF);
    }
    fprintf(file, "\\u%04X", (unsigned)character);
}

void cli_text_put(FILE *file, const char *text, const char *keep)
{
    uint32_t character = 0;
    for (size_t length = 0; *text; text += length) {
        length = decode(text, &character);
        if (character == REPLACEMENT)
            fputs("\xEF\xBF\xBD", file);
        else if (nh_utf8_harmful(character) && (character > 0x7F || !strchr(keep, (int)character)))
            put_escaped(file, character);
        else
            fwrite(text, 1, length, file);
    }
}

/* The columns of a character as cli_text_put writes it. */
static size_t width_of(uint32_t character)
{
    int columns = wcwidth((wchar_t)character);
    if (nh_utf8_harmful(character))
        return character > 0xFFFF ? 12 : 6;
    return columns < 0 ? 1 : (size_t)columns;
}

size_t cli_text_width(const char *text)
{
    uint32_t character = 0;
    size_t width = 0;
    while (*text) {
        text += decode(text, &character);
        width += width_of(character);
    }
    return width;
}

int cli_text_rest(const char *text, int columns)
{
    int width = (int)cli_text_width(text);
    return width < columns ? columns - width : 0;
}

size_t cli_text_length(const char *text, size_t columns)
{
    uint32_t character = 0;
    size_t done = 0;
    while (text[done]) {
        size_t length = decode(text + done, &character), width = width_of(character);
        if (width > columns)
            break;
        columns -= width;
        done += length;
    }
    return done;
}

/* How many bytes to leave out at the beginning so that the rest fits. */
static size_t surplus_of(const char *text, size_t columns)
{
    uint32_t character = 0;
    size_t done = 0;
    while (text[done] && cli_text_width(text + done) > columns)
        done += decode(text + done, &character);
    return done;
}

void cli_text_put_cut(FILE *file, const char *text, size_t columns)
{
    if (columns == CLI_WHOLE || cli_text_width(text) <= columns) {
        cli_text_put(file, text, "");
    } else if (columns > 0 && *text == '/') {
        fputs("…", file);
        cli_text_put(file, text + surplus_of(text, columns - 1), "");
    } else if (columns > 0) {
        char *part = strndup(text, cli_text_length(text, columns - 1));
        cli_text_put(file, part ? part : "", "");
        fputs("…", file);
        free(part);
    }
}

#define LEAST_COLUMNS 20
#define USUAL_COLUMNS 80

size_t cli_columns(FILE *file)
{
    const char *wanted = getenv("COLUMNS");
    long columns = wanted ? strtol(wanted, NULL, 10) : 0;
    struct winsize size = {.ws_col = 0};
    if (!isatty(fileno(file)))
        return CLI_WHOLE;
    if (columns <= 0 && ioctl(fileno(file), TIOCGWINSZ, &size) == 0)
        columns = size.ws_col;
    if (columns <= 0)
        columns = USUAL_COLUMNS;
    return columns < LEAST_COLUMNS ? LEAST_COLUMNS : (size_t)columns;
}

bool cli_text_is_wide(const char *text)
{
    uint32_t character = 0;
    decode(text, &character);
    return character > 0xFF && width_of(character) == 2;
}

size_t cli_text_next(const char *text)
{
    uint32_t character = 0;
    return decode(text, &character);
}
