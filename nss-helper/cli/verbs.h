/* SPDX-License-Identifier: MPL-2.0 */
/* The verbs: the table that finds them, and lists them for help. */
#ifndef NH_CLI_VERBS_H
#define NH_CLI_VERBS_H

#include "cli/cli.h"

extern const struct cli_verb cli_profiles, cli_list, cli_request, cli_import, cli_export, cli_copy,
    cli_enroll, cli_renew, cli_verify, cli_remove, cli_jobs, cli_doctor, cli_sites, cli_setup,
    cli_completion, cli_version, cli_help;

extern const struct cli_verb *const cli_verbs[]; /* ends with NULL */

/* The verb of a name or an alias, and the alias, which may be NULL. NH_USAGE, with what may have
   been meant. */
enum nh_status cli_verb_find(const char *word, const struct cli_verb **verb,
                             const struct cli_alias **alias, struct nh_error *err);

/* The next alias that no other verb has, too, from `at` on; NULL behind the last, and of NULL. */
const struct cli_alias *cli_alias_next(const struct cli_alias *at);

#endif
