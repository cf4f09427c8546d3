/* SPDX-License-Identifier: MPL-2.0 */
/* Show help. */
#ifndef NH_CLI_HELP_H
#define NH_CLI_HELP_H

struct cli;
struct cli_verb;

/* The help of a verb, or of the whole command if `verb` is NULL. */
void cli_help_show(struct cli *cli, const struct cli_verb *verb);

/* For a call without arguments: the most used verbs, and where to find the rest. */
void cli_help_begin(void);

#endif
