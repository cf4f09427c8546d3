/* SPDX-License-Identifier: MPL-2.0 */
/* The options and words of a command line, read by getopt_long in our own words. */
#ifndef NH_CLI_OPTIONS_H
#define NH_CLI_OPTIONS_H

#include "cli/cli.h"

/*
 * All vectors of words are as main has them: the first one is not read, a NULL ends them.
 * `--name value`, `--name=value`, `-o value`, `-ovalue`; `--` ends the options; names are
 * never shortened, so that a later option can't change what a script means. NH_USAGE.
 */

/* What every command knows. */
extern const struct cli_option cli_common_options[];

/* Is the name among these, with blanks between them? NULL: there are none. */
bool cli_options_has(const char *names, const char *name);

/* What stands in place of a command: --version or --help. */
enum cli_instead { CLI_NOTHING, CLI_VERSION, CLI_HELP };

/* The common options before the command: *argv moves on to the word before the command. */
enum nh_status cli_options_begin(struct cli *cli, char *const **argv, enum cli_instead *instead,
                                 struct nh_error *err);

/* All options after the command, with what its alias gives, and cli->words. A value of a list is
   written as the list has it. What would have no effect is an error: by the table, `needs`,
   `excludes` and the verb's `useless`. */
enum nh_status cli_options_read(struct cli *cli, const struct cli_verb *verb,
                                const struct cli_alias *alias, char *const *argv,
                                struct nh_error *err);

/* Is --json among the words? An error in the words shall be JSON, too. */
bool cli_options_want_json(char *const *words);

/* The value of an option: "30d" or "30". NH_USAGE. */
enum nh_status cli_options_days(const char *option, const char *text, long *days,
                                struct nh_error *err);

#endif
