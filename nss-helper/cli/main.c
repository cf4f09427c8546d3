/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/cli.h"

#include "cli/help.h"
#include "cli/open.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/verbs.h"
#include "nss/runtime.h"

#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The command, and the word before it in *argv. */
static enum nh_status find_verb(struct cli *cli, const struct cli_verb **verb, char *const **argv,
                                struct nh_error *err)
{
    enum cli_instead instead = CLI_NOTHING;
    enum nh_status status = cli_options_begin(cli, argv, &instead, err);
    const char *word = (*argv)[1];
    if (status)
        return status;
    if (instead != CLI_NOTHING) {
        *verb = instead == CLI_VERSION ? &cli_version : &cli_help;
    } else if (!word) {
        return nh_fail(err, NH_USAGE, NULL, "A command is missing.");
    } else {
        *verb = cli_verb_find(word);
        ++*argv;
    }
    return *verb ? NH_OK : nh_fail(err, NH_USAGE, NULL, "There is no command \"%s\".", word);
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    const struct cli_verb *verb = NULL;
    char *const *argv = cli->argv;
    cli->json = cli_options_want_json(argv + 1);
    enum nh_status status = find_verb(cli, &verb, &argv, err);
    if (!status)
        status = cli_options_read(cli, verb, argv, err);
    if (!status && !cli->help)
        return verb->run(cli, err);
    if (!status)
        cli_help_show(cli, verb);
    return status;
}

/* A closed descriptor would be taken by the next file that is opened, a database
   perhaps. What stands in its place refuses to be read or written. */
static bool hold_descriptors(void)
{
    for (int fd = 0; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
            return false;
    return true;
}

int main(int argc, char **argv)
{
    struct cli cli = {.argv = argv};
    struct nh_error err = {.status = NH_OK};
    if (argc < 1 || !hold_descriptors())
        return NH_SYSTEM;
    nh_runtime_clean();
    setlocale(LC_CTYPE, "C.UTF-8"); /* for the width of names */
    enum nh_status status = run(&cli, &err);
    status = cli_finish(&cli, status, &err);
    cli_close(&cli);
    return (int)status;
}
