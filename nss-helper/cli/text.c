/* SPDX-License-Identifier: MPL-2.0 */
#include "text.h"
#include "utf8.h"
#include <stdbool.h>
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

/* Does it act on a terminal, or turn or hide what stands beside it? */
static bool harmful(uint32_t character)
{
    static const uint32_t ranges[][2] = {
        {0x00, 0x1F},     {0x7F, 0x9F},     {0xAD, 0xAD},     {0x34F, 0x34F},
        {0x61C, 0x61C},   {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F},
        {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164},
        {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB},
        {0xE0000, 0xE0FFF},
    };

    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (character >= ranges[i][0] && character <= ranges[i][1])
            return true;
    return false;
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

    for (size_t length = 0; *text != '\0'; text += length) {
        length = decode(text, &character);
        if (character == REPLACEMENT)
            fputs("\xEF\xBF\xBD", file);
        else if (harmful(character) && (character > 0x7F || strchr(keep, (int)character) == NULL))
            put_escaped(file, character);
        else
            fwrite(text, 1, length, file);
    }
}

size_t cli_text_width(const char *text)
{
    uint32_t character = 0;
    size_t width = 0;

    while (*text != '\0') {
        text += decode(text, &character);
        int columns = wcwidth((wchar_t)character);
        if (harmful(character))
            width += character > 0xFFFF ? 12 : 6;
        else
            width += columns < 0 ? 1 : (size_t)columns;
    }
    return width;
}
