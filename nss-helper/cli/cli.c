/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *cli_language(struct cli *cli)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *value = NULL;
    for (size_t i = 0; i < 3 && (!value || !*value); i++)
        value = getenv(names[i]);
    if (!value || !*value)
        value = "en";
    snprintf(cli->language, sizeof cli->language, "%.*s", (int)strcspn(value, "_.@"), value);
    return cli->language;
}
