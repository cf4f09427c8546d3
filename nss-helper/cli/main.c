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

static enum nh_status run(struct cli *cli, char **words, struct nh_error *err)
{
    const struct cli_verb *verb = words[0] != NULL ? cli_verb_find(words[0]) : NULL;
    enum nh_status status = NH_OK;

    cli->json = cli_options_want_json(words);
    if (words[0] == NULL)
        return nh_fail(err, NH_USAGE, NULL, "A command is missing.");
    if (verb == NULL)
        return nh_fail(err, NH_USAGE, NULL, "There is no command \"%s\".", words[0]);
    status = cli_options_read(cli, verb, words + 1, err);
    if (status == NH_OK && !cli->help)
        return verb->run(cli, err);
    if (status == NH_OK)
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
    enum nh_status status = NH_OK;

    if (argc < 1 || !hold_descriptors())
        return NH_SYSTEM;
    nh_runtime_clean();
    setlocale(LC_CTYPE, "C.UTF-8"); /* for the width of names */
    status = run(&cli, argv + 1, &err);
    status = cli_finish(&cli, status, &err);
    cli_close(&cli);
    return (int)status;
}
