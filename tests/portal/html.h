/* SPDX-License-Identifier: MPL-2.0 */
/* A growing page. Whatever is put in by %s is escaped: there is no other way in
 * for words that came from outside. */
#ifndef PORTAL_HTML_H
#define PORTAL_HTML_H

#include <stdbool.h>
#include <stddef.h>

struct html {
    char *data;
    size_t length, room;
    bool failed; /* out of memory, or over the limit */
};

/* Knows %s (escaped), %d and %%. */
void html(struct html *h, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Trusted text of this program, as it is. */
void html_raw(struct html *h, const char *text);

/* Escaped words, the first "{}" of which is replaced by the escaped argument. */
void html_words(struct html *h, const char *words, const char *argument);

void html_free(struct html *h);

#endif
