/* SPDX-License-Identifier: MPL-2.0 */
#include "base/utf8.h"

#include <string.h>

size_t nh_utf8_next(const char *text, size_t length, uint32_t *character)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *at = (const unsigned char *)text;
    if (length == 0 || at[0] >= 0xf8)
        return 0;
    size_t size = at[0] < 0x80 ? 1 : at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
    uint32_t value = size == 1 ? at[0] : at[0] & (0xffu >> (size + 1));
    if (size > length || (size == 2 && at[0] < 0xc0))
        return 0;
    for (size_t i = 1; i < size; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (at[i] & 0x3f);
    }
    if (value < least[size] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
        return 0;
    *character = value;
    return size;
}

size_t nh_utf8_count(const char *text)
{
    uint32_t character;
    size_t count = 0, length = strlen(text);
    for (; length; count++) {
        size_t size = nh_utf8_next(text, length, &character);
        text += size ? size : 1;
        length -= size ? size : 1;
    }
    return count;
}

bool nh_utf8_valid(const char *text, size_t length)
{
    uint32_t character;
    while (length) {
        size_t size = nh_utf8_next(text, length, &character);
        if (size == 0)
            return false;
        text += size;
        length -= size;
    }
    return true;
}

bool nh_utf8_harmful(uint32_t character)
{
    static const uint32_t ranges[][2] = {
        {0x00, 0x1F},     {0x7F, 0x9F},       {0xAD, 0xAD},     {0x34F, 0x34F},   {0x61C, 0x61C},
        {0x115F, 0x1160}, {0x17B4, 0x17B5},   {0x180B, 0x180F}, {0x200B, 0x200F}, {0x2028, 0x202E},
        {0x2060, 0x206F}, {0x3164, 0x3164},   {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0},
        {0xFFF0, 0xFFFB}, {0xE0000, 0xE0FFF},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (character >= ranges[i][0] && character <= ranges[i][1])
            return true;
    }
    return false;
}

void nh_utf8_clean(char *text, size_t limit)
{
    size_t length = strlen(text), at = 0;
    uint32_t character;
    while (at < length && at < limit) {
        size_t size = nh_utf8_next(text + at, length - at, &character);
        if (size == 0) {
            text[at] = '?';
            size = 1;
        }
        if (at + size > limit)
            break;
        at += size;
    }
    text[at] = '\0';
}

bool nh_utf8_is_ascii(const char *text)
{
    while (*text >= ' ' && *text <= '~')
        text++;
    return *text == '\0';
}
