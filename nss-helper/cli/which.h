/* SPDX-License-Identifier: MPL-2.0 */
/* Which profile, asked of the person at a terminal. */
#ifndef NH_CLI_WHICH_H
#define NH_CLI_WHICH_H

#include "base/status.h"
#include <stdbool.h>

struct cli;

/* Is there somebody to ask, on a terminal that no output goes through? */
bool cli_which_can_ask(const struct cli *cli);

/*
 * List the profiles, with numbers, and let one be chosen as cli->profile, its folder, for
 * this process and the next that is executed. NH_CANCELLED when none was.
 */
enum nh_status cli_which_ask(struct cli *cli, struct nh_error *err);

#endif
