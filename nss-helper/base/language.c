/* SPDX-License-Identifier: MPL-2.0 */
#include "base/language.h"

#include <limits.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DOMAIN "nss-helper"

/* Translations lie beside a program that was just built, or where "make install" puts them. A path
   relative to the program gives each version its own translations, below any prefix. */
static bool find_translations(char folder[PATH_MAX])
{
    static const char *const places[] = {"locale", "../locale", "../share/locale",
                                         "../../share/locale"};
    char program[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    program[length > 0 ? length : 0] = '\0';
    char *end = strrchr(program, '/');
    if (!end)
        return false;
    *end = '\0';
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        char file[PATH_MAX];
        int size =
            snprintf(file, sizeof file, "%s/%s/ja/LC_MESSAGES/" DOMAIN ".mo", program, places[i]);
        if (size > 0 && (size_t)size < sizeof file && access(file, R_OK) == 0)
            return snprintf(folder, PATH_MAX, "%s/%s", program, places[i]) < PATH_MAX;
    }
    return false;
}

/* gettext reads LANGUAGE only in a locale other than "C"; C.UTF-8 is always installed. */
static void choose(const char *languages)
{
    char folder[PATH_MAX];
    setlocale(LC_CTYPE, "C.UTF-8");
    setenv("LANGUAGE", languages, 1);
    if (strncmp(languages, "en", 2) != 0 && find_translations(folder)) {
        setlocale(LC_MESSAGES, "C.UTF-8");
        bindtextdomain(DOMAIN, folder);
        bind_textdomain_codeset(DOMAIN, "UTF-8");
    }
    textdomain(DOMAIN); /* also drops gettext's cache of the former language */
}

void nh_language_set(const char *language)
{
    char name[16];
    snprintf(name, sizeof name, "%.*s", (int)strspn(language, "abcdefghijklmnopqrstuvwxyz"),
             language);
    choose(name);
}

const char *nh_language_folder(void)
{
    return bindtextdomain(DOMAIN, NULL);
}

void nh_language_take(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *locale = NULL, *languages = getenv("LANGUAGE");
    for (size_t i = 0; i < 3 && (!locale || !*locale); i++)
        locale = getenv(names[i]);
    if (!locale || !*locale || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
        nh_language_set("en");
    else if (languages && *languages)
        choose(languages);
    else
        nh_language_set(locale);
}
