/* SPDX-License-Identifier: MPL-2.0 */
#include "doctor/discreet.h"

#include "base/home.h"
#include "browser/manifest.h"
#include "doctor/finding.h"

#include <ctype.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Checks whose texts name certificates, or a profile by the person's name for it. */
static const char *const personal[] = {"profile", "identities", "expiry", "refresh"};

/* Paths below these are the same on all machines. */
static const char *const common[] = {"/usr/", "/etc/", "/opt/", "/var/lib/", "/snap/"};

static bool is_personal(const char *check)
{
    for (size_t i = 0; i < sizeof personal / sizeof *personal; i++)
        if (strcmp(check, personal[i]) == 0)
            return true;
    return false;
}

static bool is_common(const char *path)
{
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (strncmp(path, common[i], strlen(common[i])) == 0)
            return true;
    return false;
}

static size_t first_of(size_t one, const char *found, const char *text)
{
    size_t other = found ? (size_t)(found - text) : one;
    return other < one ? other : one;
}

/* Where the first path begins that is not the same on all machines. A slash after ":" or "/"
   belongs to a web address, and after a letter to the rest of a path. */
static size_t find_path(const char *text)
{
    size_t at = 0;
    for (; text[at]; at++) {
        char before = at ? text[at - 1] : ' ';
        if (text[at] == '~' || (text[at] == '/' && !isalnum((unsigned char)before) &&
                                !strchr("/:.-_~", before) && !is_common(text + at)))
            break;
    }
    return at;
}

/* Where the first word with "@" begins, other than the extension's ID. */
static size_t find_mail(const char *text)
{
    size_t length = strlen(text);
    for (const char *at = strchr(text, '@'); at; at = strchr(at + 1, '@')) {
        const char *word = at;
        while (word > text && word[-1] != ' ')
            word--;
        if (!strstr(word, NH_MANIFEST_EXTENSION))
            return (size_t)(word - text);
    }
    return length;
}

/* The person's login name as a whole word, or NULL. */
static const char *find_login(const char *text)
{
    char buffer[4096];
    struct passwd entry, *found = NULL;
    if (getpwuid_r(geteuid(), &entry, buffer, sizeof buffer, &found) || !found || !*found->pw_name)
        return NULL;
    size_t length = strlen(found->pw_name);
    for (const char *at = strstr(text, found->pw_name); at; at = strstr(at + 1, found->pw_name))
        if ((at == text || !isalnum((unsigned char)at[-1])) && !isalnum((unsigned char)at[length]))
            return at;
    return NULL;
}

char *nh_discreet_what(const struct nh_finding *finding)
{
    const char *text = finding->what, *home = nh_home();
    char *out = NULL;
    if (is_personal(finding->check))
        return strdup("");
    size_t length = find_path(text);
    length = first_of(length, home && *home ? strstr(text, home) : NULL, text);
    length = first_of(length, find_login(text), text);
    length = first_of(length, text + find_mail(text), text);
    if (asprintf(&out, "%.*s%s", (int)length, text, text[length] ? "…" : "") < 0)
        return NULL;
    return out;
}
