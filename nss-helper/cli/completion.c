/* SPDX-License-Identifier: MPL-2.0 */
#include "base/language.h"
#include "cli/cli.h"

#include "cli/near.h"
#include "cli/options.h"
#include "cli/verbs.h"

#include <stdio.h>
#include <string.h>

typedef void writer(const struct cli_verb *verb, const struct cli_option *option);

static void each_of(const struct cli_verb *verb, const struct cli_option *options, const char *but,
                    writer *put)
{
    for (; options && options->name; options++)
        if (!cli_options_has(but, options->name))
            put(verb, options);
}

/* All options that have an effect with the verb; without a verb, those that may come before it. */
static void each_option(const struct cli_verb *verb, writer *put)
{
    if (verb) {
        each_of(verb, verb->options, NULL, put);
        each_of(verb, verb->shared, NULL, put);
    }
    each_of(verb, cli_common_options, verb ? verb->useless : NULL, put);
}

/* Write a text for use inside single quotes: characters of `escaped` get a backslash, and `quote`
   replaces a quote. A colon at the end is dropped, as no list follows. */
static void put_text(const char *text, const char *escaped, const char *quote)
{
    for (; *text && strcmp(text, ":") != 0; text++) {
        if (*text == '\'')
            fputs(quote, stdout);
        else
            printf(strchr(escaped, *text) ? "\\%c" : "%c", *text);
    }
}

static void put_choices(const struct cli_option *option)
{
    for (size_t i = 0; option->choice(i); i++)
        printf("%s%s", i > 0 ? " " : "", option->choice(i));
}

static void bash_option(const struct cli_verb *verb, const struct cli_option *option)
{
    (void)verb;
    printf(" --%s", option->name);
    if (option->letter)
        printf(" -%c", option->letter);
}

/* A line of "case" for the verb and the option before the word. */
static void bash_value(const struct cli_verb *verb, const struct cli_option *option)
{
    const char *name = verb ? verb->name : "";
    if (!option->value)
        return;
    printf("    '%s --%s'", name, option->name);
    if (option->letter)
        printf(" | '%s -%c'", name, option->letter);
    if (option->choice) {
        printf(") words='");
        put_choices(option);
        puts("' ;;");
    } else {
        puts(") return ;;");
    }
}

static void bash_before(const struct cli_verb *verb, const struct cli_option *option)
{
    (void)verb;
    if (option->value && option->letter)
        printf("-%c | ", option->letter);
    if (option->value)
        printf("--%s | ", option->name);
}

static void put_aliases(const struct cli_verb *verb, const char *before)
{
    const struct cli_alias *at = cli_alias_next(verb->aliases);
    for (; at; at = cli_alias_next(at + 1))
        printf("%s%s", before, at->word);
}

/* A line of "case" that replaces an alias by the verb's name. */
static void bash_aliases(const struct cli_verb *verb)
{
    if (!cli_alias_next(verb->aliases))
        return;
    printf("    %s", verb->name);
    put_aliases(verb, " | ");
    printf(") verb=%s ;;\n", verb->name);
}

/* If there are no suggestions, bash completes file names. */
static void write_bash(void)
{
    fputs("_nss_helper()\n{\n"
          "    local at=$COMP_CWORD word=${COMP_WORDS[COMP_CWORD]} verb='' words='' i\n"
          "    [[ $word != = ]] || word=''\n"
          "    [[ ${COMP_WORDS[at - 1]} != = ]] || at=$((at - 1))\n"
          "    for ((i = 1; i < at; i++)); do\n"
          "        case ${COMP_WORDS[i]} in\n        ",
          stdout);
    each_option(NULL, bash_before);
    puts("=) i=$((i + 1)) ;;\n"
         "        -*) ;;\n"
         "        *) verb=${COMP_WORDS[i]} && break ;;\n"
         "        esac\n"
         "    done\n"
         "    case $verb in");
    for (size_t i = 0; cli_verbs[i]; i++)
        bash_aliases(cli_verbs[i]);
    puts("    esac\n"
         "    case \"$verb ${COMP_WORDS[at - 1]}\" in");
    for (size_t i = 0; cli_verbs[i]; i++)
        each_option(cli_verbs[i], bash_value);
    each_option(NULL, bash_value);
    fputs("    esac\n"
          "    [[ $words || -z $verb || $word == -* ]] || return\n"
          "    [[ $words ]] || case $verb in\n"
          "    '') words='",
          stdout);
    for (size_t i = 0; cli_verbs[i]; i++)
        printf("%s%s", i > 0 ? " " : "", cli_verbs[i]->name);
    each_option(NULL, bash_option);
    puts("' ;;");
    for (size_t i = 0; cli_verbs[i]; i++) {
        printf("    %s) words='", cli_verbs[i]->name);
        each_option(cli_verbs[i], bash_option);
        puts("' ;;");
    }
    puts("    esac\n"
         "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
         "}\n"
         "complete -o default -F _nss_helper nss-helper");
}

static void zsh_option(const struct cli_verb *verb, const struct cli_option *option)
{
    const char *equals = option->value ? "=" : "";
    (void)verb;
    if (option->letter)
        printf(" \\\n        '(-%c --%s)'{-%c%s,--%s%s}'[", option->letter, option->name,
               option->letter, option->value ? "+" : "", option->name, equals);
    else
        printf(" \\\n        '--%s%s[", option->name, equals);
    put_text(_(option->about), "[]:\\", "'\\''");
    putchar(']');
    if (option->value)
        printf(":%s:", option->argument);
    if (option->value && option->choice) {
        putchar('(');
        put_choices(option);
        putchar(')');
    } else if (option->value) {
        fputs("_files", stdout);
    }
    putchar('\'');
}

static void write_zsh(void)
{
    fputs("#compdef nss-helper\n"
          "_nss_helper()\n{\n"
          "    local context state state_descr line\n"
          "    local -A opt_args\n"
          "    local -a commands\n"
          "    commands=(",
          stdout);
    for (size_t i = 0; cli_verbs[i]; i++) {
        printf("\n        '%s:", cli_verbs[i]->name);
        put_text(_(cli_verbs[i]->summary), "\\:", "'\\''");
        putchar('\'');
    }
    fputs("\n    )\n    _arguments -C", stdout);
    each_option(NULL, zsh_option);
    puts(" \\\n        '1:command:->command' '*::word:->word'\n"
         "    case $state in\n"
         "    command) _describe -t commands command commands ;;\n"
         "    word) case $line[1] in");
    for (size_t i = 0; cli_verbs[i]; i++) {
        printf("    %s", cli_verbs[i]->name);
        put_aliases(cli_verbs[i], "|");
        fputs(") _arguments", stdout);
        each_option(cli_verbs[i], zsh_option);
        puts(" \\\n        '*:word:_files' ;;");
    }
    puts("    esac ;;\n"
         "    esac\n"
         "}\n"
         "_nss_helper \"$@\"");
}

static void fish_option(const struct cli_verb *verb, const struct cli_option *option)
{
    fputs("complete -c nss-helper -n ", stdout);
    if (verb) {
        printf("'__fish_seen_subcommand_from %s", verb->name);
        put_aliases(verb, " ");
        putchar('\'');
    } else {
        fputs("__fish_use_subcommand", stdout);
    }
    printf(" -l %s", option->name);
    if (option->letter)
        printf(" -s %c", option->letter);
    if (option->value && option->choice) {
        fputs(" -x -a '", stdout);
        put_choices(option);
        putchar('\'');
    } else if (option->value) {
        fputs(" -r", stdout);
    }
    fputs(" -d '", stdout);
    put_text(_(option->about), "\\", "\\'");
    puts("'");
}

static void write_fish(void)
{
    puts("complete -c nss-helper -n __fish_use_subcommand -f");
    for (size_t i = 0; cli_verbs[i]; i++) {
        printf("complete -c nss-helper -n __fish_use_subcommand -a %s -d '", cli_verbs[i]->name);
        put_text(_(cli_verbs[i]->summary), "\\", "\\'");
        puts("'");
    }
    each_option(NULL, fish_option);
    for (size_t i = 0; cli_verbs[i]; i++)
        each_option(cli_verbs[i], fish_option);
}

static const struct {
    const char *name;
    void (*write)(void);
} shells[] = {{"bash", write_bash}, {"fish", write_fish}, {"zsh", write_zsh}};

static enum nh_status refuse_shell(const char *word, struct nh_error *err)
{
    struct cli_near near = {.typed = word};
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        cli_near_offer(&near, shells[i].name);
    nh_fail(err, NH_USAGE, NULL, "There is no completion for \"%s\". Choose bash, fish or zsh.",
            word);
    return cli_near_tell(&near, "", err);
}

static enum nh_status run(struct cli *cli, struct nh_error *err)
{
    if (cli->count == 0)
        return nh_fail(err, NH_USAGE, NULL, "completion needs a shell: bash, fish or zsh.");
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
        if (cli_near_same(cli->words[0], shells[i].name)) {
            cli->json = false;
            shells[i].write();
            return NH_OK;
        }
    }
    return refuse_shell(cli->words[0], err);
}

const struct cli_verb cli_completion = {
    .name = "completion",
    .summary = N_("write the completion for a shell"),
    .help = N_("Usage: nss-helper completion bash|fish|zsh\n\n"
               "Writes a script with which the shell completes commands, options and their\n"
               "values. The packages and \"make install\" install it. Elsewhere, have the shell\n"
               "read it when it starts.\n"),
    .examples = "  source <(nss-helper completion bash)\n"
                "  nss-helper completion fish >~/.config/fish/completions/nss-helper.fish\n",
    .useless = "profile primary-password-file primary-password-fd",
    .words_most = 1,
    .run = run,
};
