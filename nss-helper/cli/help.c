/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/help.h"

#include "cli/cli.h"
#include "cli/enter.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/verbs.h"
#include "nss/runtime.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#define TEXT_COLUMN 29
#define CHOICE_INDENT 8
#define CHOICE_COLUMN 32
#define COLUMNS_MOST 79

/* Break the text where it is wider than a terminal: further lines begin at `left`. *column is
   where the cursor stands. */
static void put_words(const char *text, int left, int *column)
{
    while (*text) {
        int length = (int)strcspn(text, " ");
        if (*column > left && *column + 1 + length > COLUMNS_MOST) {
            printf("\n%*s", left, "");
            *column = left;
        } else if (*column > left) {
            putchar(' ');
            ++*column;
        }
        printf("%.*s", length, text);
        *column += length;
        text += length;
        text += strspn(text, " ");
    }
}

static void put_choices(const struct cli_option *option, int *column)
{
    for (size_t i = 0; option->choice(i); i++) {
        char word[64];
        snprintf(word, sizeof word, "%s%s", option->choice(i), option->choice(i + 1) ? "," : "");
        put_words(word, TEXT_COLUMN, column);
    }
}

static void show_choices(const struct cli_option *option)
{
    for (size_t i = 0; option->choice(i); i++) {
        int column = CHOICE_COLUMN;
        printf("\n%*s%-*s", CHOICE_INDENT, "", CHOICE_COLUMN - CHOICE_INDENT, option->choice(i));
        put_words(option->choice_about(i), CHOICE_COLUMN, &column);
    }
}

static void show_option(const struct cli_option *option)
{
    int column = TEXT_COLUMN;
    int width = option->letter ? printf("  -%c, ", option->letter) : printf("      ");
    width += printf("--%s%s%s", option->name, option->argument ? " " : "",
                    option->argument ? option->argument : "");
    if (width + 2 > TEXT_COLUMN)
        width = printf("\n") - 1;
    printf("%*s", TEXT_COLUMN - width, "");
    put_words(option->about, TEXT_COLUMN, &column);
    if (option->choice_about)
        show_choices(option);
    else if (option->choice)
        put_choices(option, &column);
    putchar('\n');
}

static void show_options(const char *heading, const struct cli_option *options)
{
    if (options && heading)
        printf("\n%s:\n", heading);
    for (; options && options->name; options++)
        show_option(options);
}

static void show_common(void)
{
    show_options("Options of all commands", cli_common_options);
}

void cli_help_show(struct cli *cli, const struct cli_verb *verb)
{
    cli->json = false;
    fputs(verb->help, stdout);
    show_options("Options", verb->options);
    show_options(verb->shared_heading, verb->shared);
    show_common();
    if (verb->examples)
        printf("\nExamples:\n%s", verb->examples);
}

static enum nh_status run_help(struct cli *cli, struct nh_error *err)
{
    const struct cli_verb *verb = cli->count > 0 ? cli_verb_find(cli->words[0]) : NULL;
    if (cli->count > 0 && !verb)
        return nh_fail(err, NH_USAGE, NULL, "There is no command \"%s\".", cli->words[0]);
    if (verb) {
        cli_help_show(cli, verb);
        return NH_OK;
    }
    cli->json = false;
    puts("nss-helper keeps keys and certificates where the browser has them.\n\n"
         "Usage: nss-helper [OPTION…] COMMAND [OPTION…]\n\nCommands:");
    for (size_t i = 0; cli_verbs[i]; i++)
        printf("  %-10s %s\n", cli_verbs[i]->name, cli_verbs[i]->summary);
    show_common();
    puts("\n\"nss-helper help COMMAND\" tells more. The manual: man nss-helper.");
    return NH_OK;
}

static enum nh_status run_version(struct cli *cli, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    if (cli->profile)
        status = cli_profile_enter(cli, err);
    else
        status = cli_runtime_enter(cli, err);
    if (status)
        return status;
    if (cli->json) {
        cli_json_add(cli_document(cli), "program", NH_VERSION);
        cli_json_nss(cli);
    } else {
        cli_print(stdout, "nss-helper %s\nNSS %s from %s\n", NH_VERSION, nh_runtime_nss_version(),
                  nh_runtime_nss_folder());
    }
    return NH_OK;
}

const struct cli_verb cli_help = {
    .name = "help",
    .summary = "this, or the help of one command",
    .help = "Usage: nss-helper help [COMMAND]\n",
    .words_most = 1,
    .run = run_help,
};

const struct cli_verb cli_version = {
    .name = "version",
    .summary = "the version, and which NSS is used; also --version",
    .help = "Usage: nss-helper version [--json]\n"
            "       nss-helper --version [--json]\n\n"
            "Shows the version of nss-helper, and the version and folder of the NSS that\n"
            "it uses for the profile: the browser's own, where that is newer.\n",
    .run = run_version,
};
