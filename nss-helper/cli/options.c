/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#define MOST 32  /* options of one command, the common ones among them */
#define LONG 256 /* the code of the first long option; a letter is its own */

/* What one reading knows, as getopt_long wants it. */
struct known {
    const char *who; /* the command that messages name */
    struct cli_option options[MOST];
    struct option longs[MOST + 1];
    char letters[2 * MOST + 3];
    size_t count;
};

static void know(struct known *known, const struct cli_option *options)
{
    for (; options && options->name && known->count < MOST; options++) {
        char letter[] = {options->letter, options->value ? ':' : '\0', '\0'};
        known->longs[known->count] = (struct option){
            .name = options->name,
            .has_arg = options->value ? required_argument : no_argument,
            .val = LONG + (int)known->count,
        };
        known->options[known->count++] = *options;
        strcat(known->letters, letter);
    }
}

static const struct cli_option *find_code(const struct known *known, int code)
{
    for (size_t i = 0; i < known->count; i++)
        if (code == LONG + (int)i || (code && code == known->options[i].letter))
            return &known->options[i];
    return NULL;
}

/* getopt_long takes the beginning of a name for the name: a later option could then change what
   a script means. */
static bool is_shortened(const struct known *known, const char *word)
{
    if (strncmp(word, "--", 2) != 0 || !word[2])
        return false;
    size_t length = strcspn(word += 2, "=");
    for (size_t i = 0; i < known->count; i++) {
        const char *name = known->options[i].name;
        if (strlen(name) == length && strncmp(name, word, length) == 0)
            return false;
    }
    return true;
}

static enum nh_status refuse(const struct known *known, int code, const char *word,
                             struct nh_error *err)
{
    const struct cli_option *option = find_code(known, optopt);
    if (!option || is_shortened(known, word))
        return nh_fail(err, NH_USAGE, NULL, "\"%s\" knows no option \"%s\".", known->who, word);
    return nh_fail(err, NH_USAGE, NULL, "The option --%s %s.", option->name,
                   code == ':' ? "needs a value" : "takes no value");
}

static enum nh_status take(const struct cli_option *option, const char *value, struct nh_error *err)
{
    if (option->flag)
        *option->flag = true;
    else if (*option->value)
        return nh_fail(err, NH_USAGE, NULL, "The option --%s was given twice.", option->name);
    else
        *option->value = value;
    return NH_OK;
}

/* Read up to the end, or to the first word where there is no place for words; optind is after
   what was read. */
static enum nh_status read_all(const struct known *known, char *const *argv, struct cli *cli,
                               struct nh_error *err)
{
    int count = 0;
    while (argv[count])
        count++;
    for (optind = 0, opterr = 0;;) {
        const char *word = optind ? argv[optind] : argv[1];
        if (word && is_shortened(known, word))
            return refuse(known, '?', word, err);
        int code = getopt_long(count, argv, known->letters, known->longs, NULL);
        enum nh_status status = NH_OK;
        if (code == -1)
            return NH_OK;
        if (code == 1)
            cli->words[cli->count++] = optarg;
        else if (code == '?' || code == ':')
            status = refuse(known, code, word, err);
        else
            status = take(find_code(known, code), optarg, err);
        if (status)
            return status;
    }
}

static struct {
    const char *profile, *primary_file, *primary_fd;
    bool json, quiet, help, version;
} given;
const struct cli_option cli_common_options[] = {
    {.name = "profile",
     .letter = 'p',
     .argument = "PROFILE",
     .about = "the browser profile, a name or a folder; else the running or the default one",
     .value = &given.profile},
    {.name = "primary-password-file",
     .argument = "FILE",
     .about = "the profile's primary password, one line of a file; else it is asked for, if there "
              "is one",
     .value = &given.primary_file},
    {.name = "primary-password-fd",
     .argument = "N",
     .about = "the same from an open descriptor",
     .value = &given.primary_fd},
    {.name = "json", .about = "answer with one JSON document, errors too", .flag = &given.json},
    {.name = "quiet",
     .letter = 'q',
     .about = "only what was asked for, and errors",
     .flag = &given.quiet},
    {.name = "help", .letter = 'h', .about = "this help", .flag = &given.help},
    {.name = NULL},
};

static enum nh_status read_given(struct known *known, char *const *argv, struct cli *cli,
                                 struct nh_error *err)
{
    know(known, cli_common_options);
    enum nh_status status = read_all(known, argv, cli, err);
    cli->profile = given.profile;
    cli->primary_file = given.primary_file;
    cli->primary_fd = given.primary_fd;
    cli->json |= given.json;
    cli->quiet = given.quiet;
    return status;
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

bool cli_options_want_json(char *const *words)
{
    for (; *words && strcmp(*words, "--") != 0; words++)
        if (strcmp(*words, "--json") == 0)
            return true;
    return false;
}

enum nh_status cli_options_begin(struct cli *cli, char *const **argv, enum cli_instead *instead,
                                 struct nh_error *err)
{
    static const struct cli_option first[] = {{.name = "version", .flag = &given.version},
                                              {.name = NULL}};
    struct known known = {.who = "nss-helper", .letters = "+:"};
    know(&known, first);
    enum nh_status status = read_given(&known, *argv, cli, err);
    *instead = given.version ? CLI_VERSION : given.help ? CLI_HELP : CLI_NOTHING;
    given.help &= given.version;
    if (!status)
        *argv += optind - 1;
    return status;
}

enum nh_status cli_options_read(struct cli *cli, const struct cli_verb *verb, char *const *argv,
                                struct nh_error *err)
{
    struct known known = {.who = verb->name, .letters = "-:"};
    size_t count = 0;
    while (argv[count])
        count++;
    cli->words = calloc(count + 1, sizeof *cli->words);
    if (!cli->words)
        return nh_fail_memory(err);
    know(&known, verb->options);
    know(&known, verb->shared);
    enum nh_status status = read_given(&known, argv, cli, err);
    cli->help = given.help;
    for (size_t i = (size_t)optind; !status && i < count; i++)
        cli->words[cli->count++] = argv[i];
    return status ? status : check_count(cli, verb, err);
}

char **cli_options_with_profile(char *const *argv, const char *folder)
{
    size_t count = 0;
    while (argv[count])
        count++;
    char **with = calloc(count + 3, sizeof *with);
    if (!with)
        return NULL;
    with[0] = argv[0];
    with[1] = (char *)"--profile";
    with[2] = (char *)folder;
    memcpy(with + 3, argv + 1, (count - 1) * sizeof *with);
    return with;
}
