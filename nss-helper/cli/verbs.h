/* SPDX-License-Identifier: MPL-2.0 */
/* The verbs: the table that finds them, and lists them for help. */
#ifndef NH_CLI_VERBS_H
#define NH_CLI_VERBS_H

#include "cli/cli.h"

extern const struct cli_verb cli_profiles, cli_list, cli_request, cli_import, cli_export, cli_copy,
    cli_enroll, cli_renew, cli_verify, cli_remove, cli_jobs, cli_doctor, cli_setup, cli_version,
    cli_help;

extern const struct cli_verb *const cli_verbs[]; /* ends with NULL */
const struct cli_verb *cli_verb_find(const char *word);

#endif
