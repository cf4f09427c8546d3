/* SPDX-License-Identifier: MPL-2.0 */
/* The language of messages for people: gettext(3), with the translations in po/. */
#ifndef NH_BASE_LANGUAGE_H
#define NH_BASE_LANGUAGE_H

#include <libintl.h>

/* Translate a text. */
#define _(text) gettext(text)
/* Mark a text in a table for translation; it is translated where it is shown. */
#define N_(text) text

/*
 * Set the language of messages (BCP 47: "ja", "en-US"); a message without a translation is shown in
 * English. Call it before any thread is started. The locale need not be installed.
 */
void nh_language_set(const char *language);

/* The same from the environment, in gettext's order: LANGUAGE, LC_ALL, LC_MESSAGES, LANG. */
void nh_language_take(void);

/* The folder of the translations in use, or NULL. The C library's. */
const char *nh_language_folder(void);

#endif
