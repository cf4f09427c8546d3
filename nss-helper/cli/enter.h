/* SPDX-License-Identifier: MPL-2.0 */
/* The profile that a verb works on, and the NSS for it. */
#ifndef NH_CLI_ENTER_H
#define NH_CLI_ENTER_H

#include "base/status.h"

struct cli;

/*
 * Choose the profile, asking at a terminal where several fit, and run on its browser's
 * NSS. The process may be executed again here, so nothing may have been read or written
 * before.
 */
enum nh_status cli_profile_enter(struct cli *cli, struct nh_error *err);

/* The same, for verbs that need no profile: none or several is no error. */
enum nh_status cli_runtime_enter(struct cli *cli, struct nh_error *err);

#endif
