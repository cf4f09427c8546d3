/* SPDX-License-Identifier: MPL-2.0 */
/* The language of the sentences that people read: gettext(3), with the translations of po/. */
#ifndef NH_BASE_LANGUAGE_H
#define NH_BASE_LANGUAGE_H

#include <libintl.h>

/* A text for people, in their language. */
#define _(text) gettext(text)
/* The same in a table: translated where it is shown. */
#define N_(text) text

/*
 * Sentences are in this language (BCP 47: "ja", "en-US") from now on, and in English where it has
 * no translation. Before the first thread. No locale has to be installed for it.
 */
void nh_language_set(const char *language);

/* The same by the environment, in the order of gettext: LANGUAGE, LC_ALL, LC_MESSAGES, LANG. */
void nh_language_take(void);

#endif
