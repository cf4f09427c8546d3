/* SPDX-License-Identifier: MPL-2.0 */
/* Renew the certificates of a profile. */
#ifndef NH_CLI_RENEWALL_H
#define NH_CLI_RENEWALL_H

#include "base/status.h"
#include <stdbool.h>

struct cli;
struct cli_est_options;
struct nh_due_rule;

/* Renew those of the entered profile that the rule selects. The errors of cli_renew_round. */
enum nh_status cli_renew_all(struct cli *cli, const struct cli_est_options *options,
                             const struct nh_due_rule *rule, struct nh_error *err);

#endif
