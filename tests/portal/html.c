/* SPDX-License-Identifier: MPL-2.0 */
#include "html.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HTML_MAX (256 * 1024)

static void put(struct html *h, const char *text, size_t length)
{
    if (h->failed)
        return;
    if (h->length + length + 1 > h->room) {
        size_t room = (h->length + length + 1) * 2;
        char *data = room > HTML_MAX ? NULL : realloc(h->data, room);
        if (!data) {
            h->failed = true;
            return;
        }
        h->data = data;
        h->room = room;
    }
    memcpy(h->data + h->length, text, length);
    h->length += length;
    h->data[h->length] = '\0';
}

static const char *entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static void put_escaped(struct html *h, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const char *escaped = entity(text[i]);
        if (escaped)
            put(h, escaped, strlen(escaped));
        else
            put(h, text + i, 1);
    }
}

static void put_number(struct html *h, int number)
{
    char text[16];

    put(h, text, (size_t)snprintf(text, sizeof text, "%d", number));
}

void html(struct html *h, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    for (const char *at = format; *at;) {
        size_t plain = strcspn(at, "%");
        put(h, at, plain);
        at += plain;
        if (!*at)
            break;
        if (at[1] == 's') {
            const char *text = va_arg(args, const char *);
            put_escaped(h, text, strlen(text));
        } else if (at[1] == 'd') {
            put_number(h, va_arg(args, int));
        } else if (at[1] == '%') {
            put(h, "%", 1);
        } else {
            h->failed = true;
            break;
        }
        at += 2;
    }
    va_end(args);
}

void html_raw(struct html *h, const char *text)
{
    put(h, text, strlen(text));
}

void html_words(struct html *h, const char *words, const char *argument)
{
    const char *gap = strstr(words, "{}");

    if (!gap) {
        put_escaped(h, words, strlen(words));
        return;
    }
    put_escaped(h, words, (size_t)(gap - words));
    put_escaped(h, argument, strlen(argument));
    put_escaped(h, gap + 2, strlen(gap + 2));
}

void html_free(struct html *h)
{
    free(h->data);
    *h = (struct html){0};
}
