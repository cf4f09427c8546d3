/* SPDX-License-Identifier: MPL-2.0 */
/* Choose the profile that a verb works on, and use the right NSS. */
#ifndef NH_CLI_ENTER_H
#define NH_CLI_ENTER_H

#include "base/status.h"

struct cli;

/*
 * Choose the profile, asking at a terminal if several fit, and use its browser's NSS. This may
 * execute the program again, so nothing may be read or written before. The errors of
 * nh_profile_choose, cli_which_ask and nh_profile_enter.
 */
enum nh_status cli_profile_enter(struct cli *cli, struct nh_error *err);

/* The same for verbs that need no profile: no profile, or several, is no error. */
enum nh_status cli_runtime_enter(struct cli *cli, struct nh_error *err);

#endif
