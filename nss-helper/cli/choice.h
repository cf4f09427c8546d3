/* SPDX-License-Identifier: MPL-2.0 */
/* Options whose value is a word of a list. */
#ifndef NH_CLI_CHOICE_H
#define NH_CLI_CHOICE_H

#include "cli/cli.h"

/* Replace the given value by the spelling in the list. For a word that is not in the list, returns
   the option's `unknown`, with a suggestion or the list. */
enum nh_status cli_choice_settle(const struct cli_option *option, struct nh_error *err);

#endif
