/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/cli.h"

#include "cli/help.h"
#include "cli/here.h"
#include "cli/open.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/verbs.h"

#include <stdio.h>
#include <string.h>

/* Find the verb and its alias; *argv then points to the verb. */
static enum nh_status find_verb(struct cli *cli, const struct cli_verb **verb,
                                const struct cli_alias **alias, char *const **argv,
                                struct nh_error *err)
{
    enum cli_instead instead = CLI_NOTHING;
    enum nh_status status = cli_options_begin(cli, argv, &instead, err);
    const char *word = (*argv)[1];
    if (status)
        return status;
    if (instead != CLI_NOTHING) {
        *verb = instead == CLI_VERSION ? &cli_version : &cli_help;
        return NH_OK;
    }
    if (!word)
        return nh_fail(err, NH_USAGE, NULL, "A command is missing.");
    ++*argv;
    return cli_verb_find(word, verb, alias, err);
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    const struct cli_verb *verb = NULL;
    const struct cli_alias *alias = NULL;
    char *const *argv = cli->argv;
    if (!argv[1]) {
        cli_help_begin();
        return NH_OK;
    }
    cli->json = cli_options_want_json(argv + 1);
    enum nh_status status = find_verb(cli, &verb, &alias, &argv, err);
    cli->verb = verb;
    if (!status)
        status = cli_options_read(cli, verb, alias, argv, err);
    cli_here(cli->profile);
    if (!status && !cli->help)
        return verb->run(cli, err);
    if (!status)
        cli_help_show(cli, verb);
    return status;
}

int main(int argc, char **argv)
{
    struct cli cli = {.argv = argv};
    struct nh_error err = {.status = NH_OK};
    if (argc < 1 || !cli_begin())
        return NH_SYSTEM;
    enum nh_status status = run(&cli, &err);
    status = cli_finish(&cli, status, &err);
    cli_close(&cli);
    return (int)status;
}
