/* SPDX-License-Identifier: MPL-2.0 */
/* The table of all verbs. */
#ifndef NH_CLI_VERBS_H
#define NH_CLI_VERBS_H

#include "cli/cli.h"

extern const struct cli_verb cli_profiles, cli_list, cli_request, cli_import, cli_export, cli_copy,
    cli_enroll, cli_renew, cli_verify, cli_remove, cli_jobs, cli_doctor, cli_sites, cli_setup,
    cli_completion, cli_version, cli_help;

extern const struct cli_verb *const cli_verbs[]; /* ends with NULL */

/* Find a verb by its name or an alias; *alias is NULL for its name. NH_USAGE, with a suggestion,
   when there is none. */
enum nh_status cli_verb_find(const char *word, const struct cli_verb **verb,
                             const struct cli_alias **alias, struct nh_error *err);

/* The first alias from `at` on that no other verb has; NULL after the last, or if `at` is NULL. */
const struct cli_alias *cli_alias_next(const struct cli_alias *at);

#endif
