/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/width.h"

#include "base/utf8.h"

#include <stdint.h>
#include <string.h>
#include <wchar.h>

#define REPLACEMENT 0xFFFD

/* The length of the next character; *character is REPLACEMENT where there is none. */
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

size_t cli_text_width(const char *text)
{
    uint32_t character = 0;
    size_t width = 0;
    while (*text) {
        text += decode(text, &character);
        int columns = wcwidth((wchar_t)character);
        if (nh_utf8_harmful(character))
            width += character > 0xFFFF ? 12 : 6;
        else
            width += columns < 0 ? 1 : (size_t)columns;
    }
    return width;
}
