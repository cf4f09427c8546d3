/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/openkey.h"

#include "base/language.h"
#include "base/shell.h"
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/which.h"
#include "machine/safepath.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool says_yes(void)
{
    char line[32];
    fprintf(stderr, _("Delete it now? [y/N] "));
    return fgets(line, sizeof line, stdin) &&
           (strcmp(line, "y\n") == 0 || strcmp(line, "yes\n") == 0);
}

static void offer_deletion(const struct cli *cli, const char *path)
{
    char *word = nh_shell_word(path);
    if (!cli_which_can_ask(cli))
        cli_note(cli, _("Delete it: rm %s"), word ? word : path);
    else if (!says_yes())
        cli_note(cli, _("The file is still there. To delete it: rm %s"), word ? word : path);
    else if (unlink(path))
        cli_note(cli, _("The file can't be deleted: %s."), strerror(errno));
    else
        cli_note(cli, _("The file is deleted."));
    free(word);
}

void cli_openkey_tell(const struct cli *cli, const char *path)
{
    struct stat about;
    bool is_file = strcmp(path, "-") != 0 && stat(path, &about) == 0 && S_ISREG(about.st_mode);
    cli_note(cli,
             _("%s holds an open key: it needs no password, or the password is in it. "
               "Anyone who has a copy can use your certificate. If somebody else may "
               "have it, request a new certificate."),
             is_file ? path : _("The input"));
    if (!is_file)
        return;
    if (nh_safepath_is_readable(path))
        cli_note(cli, _("Other users of this computer can read the file."));
    offer_deletion(cli, path);
}
