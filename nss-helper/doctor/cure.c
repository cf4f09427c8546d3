/* SPDX-License-Identifier: MPL-2.0 */
#include "doctor/cure.h"

#include "base/shell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *nh_cure_on(const char *command, const char *path)
{
    char *quoted = nh_shell_quote(path), *cure = NULL;
    if (!quoted || asprintf(&cure, "%s %s", command, quoted) < 0)
        cure = NULL;
    free(quoted);
    return cure;
}

char *nh_cure_move(const char *path)
{
    char *quoted = nh_shell_quote(path), *cure = NULL;
    if (!quoted || asprintf(&cure, "mv %s %s.old", quoted, quoted) < 0)
        cure = NULL;
    free(quoted);
    return cure;
}

char *nh_cure_command(const char *verb, const char *word, const char *profile_path)
{
    char *profile = nh_shell_quote(profile_path), *quoted = nh_shell_quote(word ? word : "");
    char *command = NULL;
    if (profile && quoted &&
        asprintf(&command, "nss-helper %s%s%s --profile %s", verb, word ? " " : "",
                 word ? quoted : "", profile) < 0)
        command = NULL;
    free(quoted);
    free(profile);
    return command;
}
