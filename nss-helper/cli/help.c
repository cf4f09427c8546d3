/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/help.h"

#include "base/language.h"
#include "cli/cli.h"
#include "cli/enter.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/verbs.h"
#include "cli/wrap.h"
#include "nss/runtime.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#define COLUMNS_MOST 79
#define NARROW 60 /* columns of a narrow terminal */
#define VERB_COLUMN 14

/* The columns of the help; on a narrow terminal, a description begins below its word. */
struct layout {
    size_t columns, text, choice_indent, choice, often;
};

static struct layout layout_of(void)
{
    static const struct layout wide = {COLUMNS_MOST, 29, 8, 32, 38}, narrow = {0, 10, 8, 10, 6};
    size_t columns = cli_columns(stdout);
    struct layout layout = columns < NARROW ? narrow : wide;
    if (columns < COLUMNS_MOST)
        layout.columns = columns;
    return layout;
}

static void put_words(const char *text, size_t left, size_t *column)
{
    cli_text_wrap(stdout, text, left, column, layout_of().columns);
}

/* Move from the end of a word to the column of its description, perhaps in the next line. */
static void go_to(size_t width, size_t column)
{
    bool below = width + 2 > column;
    printf("%s%*s", below ? "\n" : "", (int)(below ? column : column - width), "");
}

static void put_choices(const struct cli_option *option, size_t left, size_t *column)
{
    for (size_t i = 0; option->choice(i); i++) {
        char word[64];
        snprintf(word, sizeof word, " %s%s", option->choice(i), option->choice(i + 1) ? "," : "");
        put_words(word, left, column);
    }
}

static void show_choices(const struct cli_option *option, const struct layout *layout)
{
    for (size_t i = 0; option->choice(i); i++) {
        size_t column = layout->choice;
        printf("\n%*s%s", (int)layout->choice_indent, "", option->choice(i));
        go_to(layout->choice_indent + strlen(option->choice(i)), column);
        put_words(_(option->choice_about(i)), layout->choice, &column);
    }
}

static void show_option(const struct cli_option *option)
{
    struct layout layout = layout_of();
    size_t column = layout.text;
    int width = option->letter ? printf("  -%c, ", option->letter) : printf("      ");
    width += printf("--%s%s%s", option->name, option->argument ? " " : "",
                    option->argument ? option->argument : "");
    go_to((size_t)width, column);
    put_words(_(option->about), layout.text, &column);
    if (option->choice_about)
        show_choices(option, &layout);
    else if (option->choice)
        put_choices(option, layout.text, &column);
    putchar('\n');
}

/* Show options except those with these names (may be NULL). */
static void show_options(const char *heading, const struct cli_option *options, const char *but)
{
    if (options && heading) {
        putchar('\n');
        cli_line(stdout, 0, "%s:", _(heading));
    }
    for (; options && options->name; options++)
        if (!cli_options_has(but, options->name))
            show_option(options);
}

static void show_aliases(const struct cli_verb *verb)
{
    const struct cli_alias *first = cli_alias_next(verb->aliases), *at = first;
    size_t column = 0;
    if (!first)
        return;
    putchar('\n');
    put_words(_("Other names:"), 2, &column);
    for (const struct cli_alias *next = NULL; at->word; at = next) {
        char option[64] = "", words[128];
        next = cli_alias_next(at + 1);
        if (at->option)
            snprintf(option, sizeof option, " (--%s %s)", at->option, at->value);
        snprintf(words, sizeof words, " %s%s%s", at->word, option, next ? "," : "");
        put_words(words, 2, &column);
        if (!next)
            break;
    }
    putchar('\n');
}

/* The same text for all verbs. */
static const char about_id[] =
    N_("\nID is a certificate: the start of its SHA-256 fingerprint (8 hex digits or\n"
       "more), its serial number in decimal, or in hex with 0x or colons, or the whole\n"
       "e-mail address or name of its owner. It must fit one certificate only, or one\n"
       "that replaces all the others. remove takes only one that nothing else fits.\n");

void cli_help_show(struct cli *cli, const struct cli_verb *verb)
{
    cli->json = false;
    cli_paragraphs(stdout, _(verb->help));
    if (verb->takes_id)
        cli_paragraphs(stdout, _(about_id));
    show_aliases(verb);
    show_options(N_("Options"), verb->options, NULL);
    show_options(verb->shared_heading, verb->shared, NULL);
    show_options(N_("Common options"), cli_common_options, verb->useless);
    if (verb->examples) {
        printf("\n%s:\n", _("Examples"));
        cli_commands(stdout, verb->examples);
    }
}

static const char what_it_is[] =
    N_("nss-helper manages keys and certificates in your browser's own certificate store.");

void cli_help_begin(void)
{
    struct layout layout = layout_of();
    char words[COLUMNS_MOST];
    cli_line(stdout, 0, "%s", _(what_it_is));
    putchar('\n');
    for (size_t i = 0; cli_verbs[i]; i++) {
        size_t column = layout.often;
        if (!cli_verbs[i]->often)
            continue;
        snprintf(words, sizeof words, "  nss-helper %s%s", cli_verbs[i]->name, cli_verbs[i]->often);
        fputs(words, stdout);
        go_to(cli_text_width(words), column);
        put_words(_(cli_verbs[i]->summary), column, &column);
        putchar('\n');
    }
    putchar('\n');
    cli_line(stdout, 0, "%s",
             _("All commands: nss-helper help. Help on one: nss-helper help COMMAND."));
}

static void show_usage(void)
{
    size_t column = cli_text_width(_("Usage")) + 1;
    char words[128];
    printf("%s:", _("Usage"));
    snprintf(words, sizeof words, " nss-helper [%s] %s [%s]", _("OPTION…"), _("COMMAND"),
             _("OPTION…"));
    put_words(words, column + 1, &column);
    printf("\n\n");
}

static void show_verbs(void)
{
    cli_line(stdout, 0, "%s", _(what_it_is));
    putchar('\n');
    show_usage();
    printf("%s:\n", _("Commands"));
    for (size_t i = 0; cli_verbs[i]; i++) {
        size_t column = VERB_COLUMN;
        printf("  %-*s", VERB_COLUMN - 2, cli_verbs[i]->name);
        put_words(_(cli_verbs[i]->summary), VERB_COLUMN, &column);
        putchar('\n');
    }
    show_options(N_("Common options"), cli_common_options, NULL);
    putchar('\n');
    cli_line(stdout, 0, "%s",
             _("Help on one command: nss-helper help COMMAND. The manual: man nss-helper."));
}

static enum nh_status run_help(struct cli *cli, struct nh_error *err)
{
    const struct cli_verb *verb = NULL;
    const struct cli_alias *alias = NULL;
    if (cli->count > 0 && cli_verb_find(cli->words[0], &verb, &alias, err))
        return err->status;
    if (verb) {
        cli_help_show(cli, verb);
        return NH_OK;
    }
    cli->json = false;
    show_verbs();
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
        printf("nss-helper %s\n", NH_VERSION);
        cli_line_whole(stdout, 0, 2, _("NSS %s from %s"), nh_runtime_nss_version(),
                       nh_runtime_nss_folder());
    }
    return NH_OK;
}

const struct cli_verb cli_help = {
    .name = "help",
    .summary = N_("show this help, or the help of one command"),
    .help = N_("Usage: nss-helper help [COMMAND]\n"),
    .useless = "profile primary-password-file primary-password-fd",
    .words_most = 1,
    .run = run_help,
};

const struct cli_verb cli_version = {
    .name = "version",
    .summary = N_("show the version, and the NSS in use"),
    .help = N_("Usage: nss-helper version [--json]\n"
               "       nss-helper --version [--json]\n\n"
               "Shows the version of nss-helper, and the version and folder of the NSS that\n"
               "it uses for the profile: the browser's own where that is newer.\n"),
    .useless = "primary-password-file primary-password-fd",
    .run = run_version,
};
