/* SPDX-License-Identifier: MPL-2.0 */
/* All certificates of a profile that `renew` has to do with. */
#ifndef NH_CLI_RENEWALL_H
#define NH_CLI_RENEWALL_H

#include "base/status.h"
#include <stdbool.h>

struct cli;
struct cli_est_options;
struct nh_due_rule;

/* All of the profile that is entered, by the rule. */
enum nh_status cli_renew_all(struct cli *cli, const struct cli_est_options *options,
                             const struct nh_due_rule *rule, struct nh_error *err);

#endif
