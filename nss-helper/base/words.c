/* SPDX-License-Identifier: MPL-2.0 */
#include "base/words.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define MORE "…"

size_t nh_words_login(const char *authority)
{
    size_t length = strcspn(authority, "/\\?# \t\r\n");
    while (length && authority[length - 1] != '@')
        length--;
    return length;
}

static bool is_blank(uint32_t character)
{
    return character == ' ' || (character < 0x20 && character > 0) ||
           (character >= 0x7f && character < 0xa0) || character == 0x2028 || character == 0x2029;
}

/* The output so far; `room` leaves space for MORE at its end. */
struct line {
    char *out;
    size_t used, room;
    bool full;
};

static void add(struct line *line, const char *bytes, size_t length)
{
    line->full |= line->used + length > line->room;
    if (line->full)
        return;
    memmove(line->out + line->used, bytes, length);
    line->used += length;
}

/* Append one character. Returns how many bytes of `from` it took. */
static size_t take(struct line *line, const char *from)
{
    uint32_t character = 0;
    size_t size = nh_utf8_next(from, strlen(from), &character);
    if (size == 0) {
        add(line, "?", 1);
        return 1;
    }
    if (is_blank(character)) {
        if (line->used && line->out[line->used - 1] != ' ')
            add(line, " ", 1);
    } else if (!nh_utf8_harmful(character)) {
        add(line, from, size);
    }
    return size;
}

static bool is_address(const struct line *line)
{
    return line->used >= 3 && memcmp(line->out + line->used - 3, "://", 3) == 0;
}

void nh_words_clean(const char *from, char *out, size_t size)
{
    struct line line = {.out = out, .room = size > sizeof MORE ? size - sizeof MORE : 0};
    bool fits = strlen(from) < size;
    if (size == 0)
        return;
    /* Cleaning only shortens a text: if it fits uncleaned, no space for MORE is needed. */
    if (fits)
        line.room = size - 1;
    while (*from && !line.full) {
        from += take(&line, from);
        if (is_address(&line))
            from += nh_words_login(from);
    }
    while (line.used && out[line.used - 1] == ' ')
        line.used--;
    if (line.full && size > sizeof MORE) {
        memcpy(out + line.used, MORE, sizeof MORE - 1);
        line.used += sizeof MORE - 1;
    }
    out[line.used] = '\0';
}
