/* SPDX-License-Identifier: MPL-2.0 */
/* Read the options and arguments of a command line with getopt_long, and our own messages. */
#ifndef NH_CLI_OPTIONS_H
#define NH_CLI_OPTIONS_H

#include "cli/cli.h"

/*
 * All vectors are as in main: the first string is not read, and NULL ends them. The forms are
 * `--name value`, `--name=value`, `-o value` and `-ovalue`; `--` ends the options. Names can't be
 * abbreviated, so that a future option does not change the meaning of a script. The error is
 * NH_USAGE.
 */

/* The options of all verbs. */
extern const struct cli_option cli_common_options[];

/* Whether `name` is one of `names`, which are separated by spaces; `names` may be NULL. */
bool cli_options_has(const char *names, const char *name);

/* What is given instead of a verb: --version or --help. */
enum cli_instead { CLI_NOTHING, CLI_VERSION, CLI_HELP };

/* Read the common options before the verb. *argv moves to the string before the verb. */
enum nh_status cli_options_begin(struct cli *cli, char *const **argv, enum cli_instead *instead,
                                 struct nh_error *err);

/* Read all options after the verb, those that its alias sets, and cli->words. Values from a list
   get the list's spelling. An option without effect, by the table, `needs`, `excludes` and the
   verb's `useless`, is an error. */
enum nh_status cli_options_read(struct cli *cli, const struct cli_verb *verb,
                                const struct cli_alias *alias, char *const *argv,
                                struct nh_error *err);

/* Whether --json is given: then an error in the options is JSON, too. */
bool cli_options_want_json(char *const *words);

/* Parse the value of an option, "30d" or "30". NH_USAGE. */
enum nh_status cli_options_days(const char *option, const char *text, long *days,
                                struct nh_error *err);

#endif
