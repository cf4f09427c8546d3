/* SPDX-License-Identifier: MPL-2.0 */
/* Everything a person reads, in English and Japanese. */
#ifndef PORTAL_TEXT_H
#define PORTAL_TEXT_H

#include <time.h>

enum language { LANG_EN, LANG_JA };

enum text_id {
#define TEXT(id, en, ja) T_##id,
#include "words.h"
#undef TEXT
    TEXT_COUNT
};

const char *text(enum language language, enum text_id id);
const char *language_code(enum language language); /* "en", "ja" */

/* What the browser asks for by Accept-Language; `header` may be NULL. */
enum language language_negotiate(const char *header);

/* Day and time in Japan, as people write them. */
const char *text_time(enum language language, time_t when, char *out, int size);

#endif
