/* SPDX-License-Identifier: MPL-2.0 */
/* The renewals of one profile, their servers side by side. */
#ifndef NH_CLI_RENEWROUND_H
#define NH_CLI_RENEWROUND_H

#include "base/status.h"

struct cli;
struct cli_est_options;
struct nh_dues;

/* Do all of them and report each: the worst outcome, but a CA that takes its time is none. The
   profile is entered and unlocked. NH_BUSY. */
enum nh_status cli_renew_round(struct cli *cli, const struct cli_est_options *options,
                               const struct nh_dues *dues, struct nh_error *err);

#endif
