/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/again.h"

#include "cli/cli.h"
#include "cli/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char **cli_again_with_profile(char *const *argv, const char *folder)
{
    size_t count = 0;
    while (argv[count])
        count++;
    char **with = calloc(count + 3, sizeof *with);
    if (!with)
        return NULL;
    with[0] = argv[0];
    with[1] = (char *)"--profile";
    with[2] = (char *)folder;
    memcpy(with + 3, argv + 1, (count - 1) * sizeof *with);
    return with;
}

/* Whether the word is "--name" or "--name=value" with one of these names. */
static bool is_named(const char *word, const char *names)
{
    char name[64];
    if (strncmp(word, "--", 2) != 0)
        return false;
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word + 2, "="), word + 2);
    return *name && cli_options_has(names, name);
}

static bool is_of(const struct cli_option *option, const char *word)
{
    const char letter[] = {'-', option->letter, '\0'};
    return (strncmp(word, "--", 2) == 0 && strcmp(word + 2, option->name) == 0) ||
           (option->letter && strcmp(word, letter) == 0);
}

/* Whether the next word is the value of this option. */
static bool takes_next(const struct cli_verb *verb, const char *word)
{
    const struct cli_option *const lists[] = {verb->options, verb->shared, cli_common_options};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct cli_option *option = lists[i]; option && option->name; option++)
            if (option->value && is_of(option, word))
                return true;
    return false;
}

void cli_again_leave_out(char **argv, const struct cli_verb *verb, const char *names)
{
    char **to = argv + 1;
    for (char **at = argv + 1; *at;) {
        bool stays = !is_named(*at, names);
        size_t words = takes_next(verb, *at) && at[1] ? 2 : 1;
        for (; words > 0; words--, at++)
            if (stays)
                *to++ = *at;
    }
    *to = NULL;
}
