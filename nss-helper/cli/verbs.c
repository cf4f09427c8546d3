/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/verbs.h"

#include "cli/near.h"

#include <stddef.h>
#include <string.h>

const struct cli_verb *const cli_verbs[] = {
    &cli_profiles, &cli_list,  &cli_request,    &cli_import,  &cli_export, &cli_copy,
    &cli_enroll,   &cli_renew, &cli_verify,     &cli_remove,  &cli_jobs,   &cli_doctor,
    &cli_sites,    &cli_setup, &cli_completion, &cli_version, &cli_help,   NULL,
};

static const struct cli_alias *find_alias(const struct cli_verb *verb, const char *word)
{
    for (const struct cli_alias *alias = verb->aliases; alias && alias->word; alias++)
        if (strcmp(alias->word, word) == 0)
            return alias;
    return NULL;
}

static enum nh_status fail(const struct cli_near *near, struct nh_error *err)
{
    nh_fail(err, NH_USAGE, NULL, "There is no command \"%s\".", near->typed);
    return cli_near_tell(near, "", err);
}

/* Names before aliases, so that of equally near words the one in the help is suggested. */
static enum nh_status fail_none(struct cli_near near, struct nh_error *err)
{
    for (size_t i = 0; cli_verbs[i]; i++)
        cli_near_offer(&near, cli_verbs[i]->name);
    for (size_t i = 0; near.count == 0 && cli_verbs[i]; i++)
        for (const struct cli_alias *at = cli_verbs[i]->aliases; at && at->word; at++)
            cli_near_offer(&near, at->word);
    return fail(&near, err);
}

enum nh_status cli_verb_find(const char *word, const struct cli_verb **verb,
                             const struct cli_alias **alias, struct nh_error *err)
{
    struct cli_near both = {.typed = word};
    const struct cli_verb *found = NULL;
    const struct cli_alias *by = NULL;
    for (size_t i = 0; cli_verbs[i]; i++) {
        const struct cli_alias *known = find_alias(cli_verbs[i], word);
        bool named = strcmp(cli_verbs[i]->name, word) == 0;
        if (!named && !known)
            continue;
        found = cli_verbs[i];
        by = known;
        both.words[both.count++] = found->name;
        if (named || both.count == CLI_NEAR_MOST)
            break;
    }
    if (!found)
        return fail_none(both, err);
    if (both.count == CLI_NEAR_MOST)
        return fail(&both, err);
    *verb = found;
    *alias = by;
    return NH_OK;
}

const struct cli_alias *cli_alias_next(const struct cli_alias *at)
{
    const struct cli_verb *verb = NULL;
    const struct cli_alias *alias = NULL;
    struct nh_error err;
    while (at && at->word && cli_verb_find(at->word, &verb, &alias, &err))
        at++;
    return at && at->word ? at : NULL;
}
