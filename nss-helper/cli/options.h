/* SPDX-License-Identifier: MPL-2.0 */
/* The words of a command line. */
#ifndef NH_CLI_OPTIONS_H
#define NH_CLI_OPTIONS_H

#include "cli/cli.h"

/*
 * Sort the words after the verb into options and others. `--name value`,
 * `--name=value`, `-o value`; `--` ends the options; names are never shortened,
 * so that a later option can't change what a script means. NH_USAGE.
 */
enum nh_status cli_options_read(struct cli *cli, const struct cli_verb *verb, char **words,
                                struct nh_error *err);

/* Is --json among the words? An error in the words shall be JSON, too. */
bool cli_options_want_json(char **words);

#endif
