/* SPDX-License-Identifier: MPL-2.0 */
/* Ask the person at a terminal for the profile. */
#ifndef NH_CLI_WHICH_H
#define NH_CLI_WHICH_H

#include "base/status.h"
#include <stdbool.h>

struct cli;

/* Whether the person can be asked, on a terminal that is not used for output. */
bool cli_which_can_ask(const struct cli *cli);

/*
 * List the profiles with numbers, and set cli->profile to the folder of the chosen one, also for a
 * second exec of the program. NH_CANCELLED when none is chosen.
 */
enum nh_status cli_which_ask(struct cli *cli, struct nh_error *err);

#endif
