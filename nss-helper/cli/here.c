/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/here.h"

#include "base/buf.h"
#include "base/shell.h"
#include "cli/options.h"
#include "cli/verbs.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char command[] = "nss-helper ", letters[] = "abcdefghijklmnopqrstuvwxyz";
static const char *given;

void cli_here(const char *profile)
{
    given = profile;
}

/* "renew --all" works on all profiles. */
static bool takes_profile(const char *word, size_t length)
{
    const char *next = word + length;
    if (strncmp(next, " --profile", strlen(" --profile")) == 0 ||
        strncmp(next, " --all", strlen(" --all")) == 0)
        return false;
    for (size_t i = 0; cli_verbs[i]; i++)
        if (strlen(cli_verbs[i]->name) == length && strncmp(cli_verbs[i]->name, word, length) == 0)
            return !cli_options_has(cli_verbs[i]->useless, "profile");
    return false;
}

static bool add(struct nh_buf *out, const char *text, const char *profile)
{
    const char *found;
    while ((found = strstr(text, command))) {
        const char *word = found + strlen(command);
        size_t length = strspn(word, letters);
        if (!nh_buf_add(out, text, (size_t)(word + length - text)))
            return false;
        if (takes_profile(word, length) &&
            !(nh_buf_add(out, " --profile ", strlen(" --profile ")) &&
              nh_buf_add(out, profile, strlen(profile))))
            return false;
        text = word + length;
    }
    return nh_buf_add(out, text, strlen(text) + 1);
}

char *cli_here_text(const char *text)
{
    if (!given)
        return strdup(text);
    struct nh_buf out = {.data = NULL};
    char *profile = nh_shell_word(given);
    bool whole = profile && add(&out, text, profile);
    char *here = whole ? strdup((const char *)out.data) : NULL;
    nh_buf_reset(&out);
    free(profile);
    return here;
}
