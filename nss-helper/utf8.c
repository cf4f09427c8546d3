/* SPDX-License-Identifier: MPL-2.0 */
#include "utf8.h"

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
