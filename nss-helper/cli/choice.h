/* SPDX-License-Identifier: MPL-2.0 */
/* The value of an option that is one word of a list. */
#ifndef NH_CLI_CHOICE_H
#define NH_CLI_CHOICE_H

#include "cli/cli.h"

/* Write the value, which is given, as the list has it. The option's `unknown`, with what may have
   been meant, else with the list. */
enum nh_status cli_choice_settle(const struct cli_option *option, struct nh_error *err);

#endif
