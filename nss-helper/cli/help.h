/* SPDX-License-Identifier: MPL-2.0 */
/* The help of one verb, and of none. */
#ifndef NH_CLI_HELP_H
#define NH_CLI_HELP_H

struct cli;
struct cli_verb;

void cli_help_show(struct cli *cli, const struct cli_verb *verb);

/* For who typed the name of the program alone: what is used most, and where the rest is. */
void cli_help_begin(void);

#endif
