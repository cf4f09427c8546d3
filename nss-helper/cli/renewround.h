/* SPDX-License-Identifier: MPL-2.0 */
/* Renew the certificates of one profile, with different servers in parallel. */
#ifndef NH_CLI_RENEWROUND_H
#define NH_CLI_RENEWROUND_H

#include "base/status.h"

struct cli;
struct cli_est_options;
struct nh_dues;

/* Renew all and report each. Returns the worst error, not counting CAs that have not decided yet.
   The profile is entered and unlocked. NH_BUSY when another process is enrolling in it. */
enum nh_status cli_renew_round(struct cli *cli, const struct cli_est_options *options,
                               const struct nh_dues *dues, struct nh_error *err);

#endif
