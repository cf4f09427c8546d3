/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/verbs.h"

#include <stddef.h>
#include <string.h>

const struct cli_verb *const cli_verbs[] = {
    &cli_profiles, &cli_list,    &cli_request, &cli_import, &cli_export, &cli_copy,
    &cli_enroll,   &cli_renew,   &cli_verify,  &cli_remove, &cli_jobs,   &cli_doctor,
    &cli_setup,    &cli_version, &cli_help,    NULL,
};

const struct cli_verb *cli_verb_find(const char *word)
{
    for (size_t i = 0; cli_verbs[i]; i++)
        if (strcmp(cli_verbs[i]->name, word) == 0)
            return cli_verbs[i];
    return NULL;
}
