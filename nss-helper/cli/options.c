/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/options.h"
#include <stdlib.h>
#include <string.h>

/* Does this word name the option? Then *value is what follows a '=', or NULL. */
static bool names(const struct cli_option *option, const char *word, const char **value)
{
    size_t length = strlen(option->name);

    *value = NULL;
    if (option->letter != 0 && word[0] == '-' && word[1] == option->letter && word[2] == '\0')
        return true;
    if (strncmp(word, "--", 2) != 0 || strncmp(word + 2, option->name, length) != 0)
        return false;
    if (word[2 + length] == '=')
        *value = word + 2 + length + 1;
    return word[2 + length] == '\0' || word[2 + length] == '=';
}

static const struct cli_option *find(const struct cli_option *options, const char *word,
                                     const char **value)
{
    for (; options != NULL && options->name != NULL; options++)
        if (names(options, word, value))
            return options;
    return NULL;
}

/* Take one option, and its value from the next word if it needs one: *used says so. */
static enum nh_status take(const struct cli_option *option, const char *value, const char *next,
                           bool *used, struct nh_error *err)
{
    *used = false;
    if (option->flag != NULL) {
        if (value != NULL)
            return nh_fail(err, NH_USAGE, NULL, "The option --%s takes no value.", option->name);
        *option->flag = true;
        return NH_OK;
    }
    if (value == NULL && next == NULL)
        return nh_fail(err, NH_USAGE, NULL, "The option --%s needs a value.", option->name);
    if (*option->value != NULL)
        return nh_fail(err, NH_USAGE, NULL, "The option --%s was given twice.", option->name);
    *used = value == NULL;
    *option->value = value != NULL ? value : next;
    return NH_OK;
}

static enum nh_status check_count(const struct cli *cli, const struct cli_verb *verb,
                                  struct nh_error *err)
{
    if (cli->help)
        return NH_OK;
    if (cli->count > verb->words_most)
        return nh_fail(err, NH_USAGE, NULL, "\"%s\" has no place for the word \"%s\".", verb->name,
                       cli->words[verb->words_most]);
    if (cli->count < verb->words_least)
        return nh_fail(err, NH_USAGE, NULL, "\"%s\" needs %s.", verb->name,
                       verb->words_most == 1 ? "an ID" : "at least one file");
    return NH_OK;
}

static enum nh_status read_words(struct cli *cli, const struct cli_verb *verb, char **words,
                                 struct nh_error *err)
{
    const struct cli_option common[] = {
        {"profile", 'p', &cli->profile, NULL},
        {"json", 0, NULL, &cli->json},
        {"quiet", 'q', NULL, &cli->quiet},
        {"help", 'h', NULL, &cli->help},
        {"primary-password-file", 0, &cli->primary_file, NULL},
        {"primary-password-fd", 0, &cli->primary_fd, NULL},
        {NULL, 0, NULL, NULL},
    };
    enum nh_status status = NH_OK;
    bool ended = false;

    for (; *words != NULL && status == NH_OK; words++) {
        const char *value = NULL;
        const struct cli_option *option = NULL;
        bool used = false;

        if (ended || (*words)[0] != '-' || (*words)[1] == '\0') {
            cli->words[cli->count++] = *words;
            continue;
        }
        ended = strcmp(*words, "--") == 0;
        if (ended)
            continue;
        option = find(common, *words, &value);
        if (option == NULL)
            option = find(verb->options, *words, &value);
        if (option == NULL)
            return nh_fail(err, NH_USAGE, NULL, "\"%s\" knows no option \"%s\".", verb->name,
                           *words);
        status = take(option, value, words[1], &used, err);
        words += used ? 1 : 0;
    }
    return status;
}

bool cli_options_want_json(char **words)
{
    for (; *words != NULL && strcmp(*words, "--") != 0; words++)
        if (strcmp(*words, "--json") == 0)
            return true;
    return false;
}

enum nh_status cli_options_read(struct cli *cli, const struct cli_verb *verb, char **words,
                                struct nh_error *err)
{
    size_t count = 0;
    enum nh_status status = NH_OK;

    while (words[count] != NULL)
        count++;
    cli->words = calloc(count + 1, sizeof *cli->words);
    if (cli->words == NULL)
        return nh_fail_memory(err);
    status = read_words(cli, verb, words, err);
    return status == NH_OK ? check_count(cli, verb, err) : status;
}
