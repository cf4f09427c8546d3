/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/which.h"

#include "base/language.h"
#include "browser/listed.h"
#include "cli/again.h"
#include "cli/cli.h"
#include "cli/here.h"
#include "cli/output.h"
#include "cli/wrap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool cli_which_can_ask(const struct cli *cli)
{
    return !cli->json && !cli->quiet && isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

#define LEFT 6

static void show_one(const struct nh_profile *profile, size_t number)
{
    const char *running = profile->pid > 0 ? _("running") : "";
    const char *chosen = profile->chosen ? _("(default)") : "";
    char *text = NULL;
    size_t column = LEFT;
    if (asprintf(&text, "%s  %s%s%s%s%s", profile->name, profile->product ? profile->product : "",
                 *chosen ? "  " : "", chosen, *running ? "  " : "", running) < 0)
        text = NULL;
    fprintf(stderr, "%*zu  ", LEFT - 2, number);
    cli_text_wrap(stderr, text ? text : "", LEFT, &column, cli_columns(stderr));
    fputc('\n', stderr);
    cli_line_path(stderr, LEFT, "", profile->path);
    free(text);
}

static void show(const struct nh_profiles *profiles)
{
    cli_print(stderr, "%s\n", _("There are several profiles:"));
    for (size_t i = 0; i < profiles->count; i++)
        show_one(&profiles->items[i], i + 1);
}

/* Read a number from 1 to `most`; 0 when the person cancels. */
static size_t read_number(size_t most)
{
    char line[32];
    for (int tries = 0; tries < 3; tries++) {
        char *end = NULL;
        unsigned long number = 0;
        fprintf(stderr, _("Which one? [1-%zu, empty to stop] "), most);
        if (!fgets(line, sizeof line, stdin) || line[0] == '\n')
            return 0;
        number = strtoul(line, &end, 10);
        if (number >= 1 && number <= most && *end == '\n')
            return number;
    }
    return 0;
}

/* The program may be executed again with its arguments, so the answer is added to them. */
static enum nh_status remember(struct cli *cli, const char *path, struct nh_error *err)
{
    cli->answer = strdup(path);
    cli->answered = cli->answer ? cli_again_with_profile(cli->argv, cli->answer) : NULL;
    if (!cli->answered)
        return nh_fail_memory(err);
    cli->argv = cli->answered;
    cli->profile = cli->answer;
    cli_here(cli->profile);
    return NH_OK;
}

enum nh_status cli_which_ask(struct cli *cli, struct nh_error *err)
{
    struct nh_profiles profiles = {NULL, 0};
    enum nh_status status = nh_profiles_find(&profiles, err);
    size_t number = 0;
    if (!status) {
        show(&profiles);
        number = read_number(profiles.count);
        if (number == 0)
            status = nh_fail(err, NH_CANCELLED, NULL, "No profile was chosen.");
        else
            status = remember(cli, profiles.items[number - 1].path, err);
    }
    nh_profiles_reset(&profiles);
    return status;
}
