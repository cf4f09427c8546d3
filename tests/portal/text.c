/* SPDX-License-Identifier: MPL-2.0 */
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define JAPAN (9 * 3600)

static const char *const words[TEXT_COUNT][2] = {
#define TEXT(id, en, ja) {en, ja},
#include "words.h"
#undef TEXT
};

const char *text(enum language language, enum text_id id)
{
    return words[id][language];
}

const char *language_code(enum language language)
{
    return language == LANG_JA ? "ja" : "en";
}

static double weight(const char *range, size_t length, const char *code)
{
    if (length < 2 || strncasecmp(range, code, 2) != 0 || (length > 2 && !strchr("-; ", range[2])))
        return -1;
    const char *q = memchr(range, '=', length);
    return q ? strtod(q + 1, NULL) : 1;
}

enum language language_negotiate(const char *header)
{
    double en = 0, ja = 0;

    while (header && *header) {
        header += strspn(header, ", \t");
        size_t length = strcspn(header, ",");
        double w = weight(header, length, "en");
        en = w > en ? w : en;
        w = weight(header, length, "ja");
        ja = w > ja ? w : ja;
        header += length;
    }
    return ja > en ? LANG_JA : LANG_EN;
}

const char *text_time(enum language language, time_t when, char *out, int size)
{
    static const char *const months[] = {"January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December"};
    struct tm tm;

    when += JAPAN;
    gmtime_r(&when, &tm);
    if (language == LANG_JA)
        snprintf(out, (size_t)size, "%d年%d月%d日 %02d:%02d", tm.tm_year + 1900, tm.tm_mon + 1,
                 tm.tm_mday, tm.tm_hour, tm.tm_min);
    else
        snprintf(out, (size_t)size, "%d %s %d, %02d:%02d (JST)", tm.tm_mday, months[tm.tm_mon],
                 tm.tm_year + 1900, tm.tm_hour, tm.tm_min);
    return out;
}
