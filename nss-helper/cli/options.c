/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/options.h"

#include "base/language.h"
#include "cli/choice.h"
#include "cli/near.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAYS_MOST 36500

#define MOST 32  /* most options of a verb, with the common ones */
#define LONG 256 /* getopt code of the first long option; short ones are letters */

/* The known options, in the form for getopt_long. */
struct known {
    const char *who; /* the verb for messages; NULL before it */
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

/* getopt_long accepts abbreviated names, whose meaning a future option could change. */
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

static enum nh_status refuse_unknown(const struct known *known, const char *word,
                                     struct nh_error *err)
{
    char typed[64];
    struct cli_near near = {.typed = typed};
    const char *name = word + strspn(word, "-");
    snprintf(typed, sizeof typed, "%.*s", (int)strcspn(name, "="), name);
    for (size_t i = 0; i < known->count; i++)
        cli_near_offer(&near, known->options[i].name);
    if (known->who)
        nh_fail(err, NH_USAGE, NULL, "%s: unknown option \"%s\".", known->who, word);
    else
        nh_fail(err, NH_USAGE, NULL, "Unknown option \"%s\".", word);
    return cli_near_tell(&near, "--", err);
}

static enum nh_status refuse(const struct known *known, int code, const char *word,
                             struct nh_error *err)
{
    const struct cli_option *option = find_code(known, optopt);
    if (!option || is_shortened(known, word))
        return refuse_unknown(known, word, err);
    if (code == ':')
        return nh_fail(err, NH_USAGE, NULL, "--%s needs a value.", option->name);
    return nh_fail(err, NH_USAGE, NULL, "--%s takes no value.", option->name);
}

static enum nh_status take(const struct cli_option *option, const char *value, struct nh_error *err)
{
    if (option->flag)
        *option->flag = true;
    else if (*option->value)
        return nh_fail(err, NH_USAGE, NULL, "--%s was given twice.", option->name);
    else
        *option->value = value;
    return NH_OK;
}

/* Read to the end, or, if `cli` takes no words here, to the first word; optind is after what was
   read. */
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

bool cli_options_has(const char *names, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = names; at && *at; at += strspn(at, " ")) {
        size_t size = strcspn(at, " ");
        if (size == length && strncmp(at, name, size) == 0)
            return true;
        at += size;
    }
    return false;
}

static bool is_given(const struct cli_option *option)
{
    return option->flag ? *option->flag : *option->value != NULL;
}

/* The first of these options that is given, or NULL. */
static const struct cli_option *find_given(const struct known *known, const char *names)
{
    for (size_t i = 0; i < known->count; i++)
        if (cli_options_has(names, known->options[i].name) && is_given(&known->options[i]))
            return &known->options[i];
    return NULL;
}

/* "--a, --b or --c" of "a b c". */
static void write_names(const char *names, char *out, size_t size)
{
    size_t used = 0;
    for (const char *at = names; *at && used < size;) {
        size_t length = strcspn(at, " ");
        const char *next = at + length + strspn(at + length, " ");
        const char *before = at == names ? "" : *next ? ", " : _(" or ");
        used += (size_t)snprintf(out + used, size - used, "%s--%.*s", before, (int)length, at);
        at = next;
    }
}

/* Check that each option has an effect together with the others. */
static enum nh_status check_company(const struct known *known, const char *useless,
                                    struct nh_error *err)
{
    char names[160];
    for (size_t i = 0; i < known->count; i++) {
        const struct cli_option *option = &known->options[i], *other = NULL;
        if (!is_given(option))
            continue;
        if (cli_options_has(useless, option->name))
            return nh_fail(err, NH_USAGE, NULL, "%s: --%s has no effect here.", known->who,
                           option->name);
        if ((other = find_given(known, option->excludes)))
            return nh_fail(err, NH_USAGE, NULL, "--%s and --%s can't be used together.",
                           option->name, other->name);
        if (option->needs && !find_given(known, option->needs)) {
            write_names(option->needs, names, sizeof names);
            return nh_fail(err, NH_USAGE, NULL, "--%s can only be used with %s.", option->name,
                           names);
        }
    }
    return NH_OK;
}

/* Give each value from a list the list's spelling. */
static enum nh_status settle_choices(const struct known *known, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    for (size_t i = 0; !status && i < known->count; i++)
        if (known->options[i].choice && is_given(&known->options[i]))
            status = cli_choice_settle(&known->options[i], err);
    return status;
}

/* Set the alias's option unless the person has given it. */
static void take_alias(const struct known *known, const struct cli_alias *alias)
{
    for (size_t i = 0; alias && alias->option && i < known->count; i++) {
        const struct cli_option *option = &known->options[i];
        if (strcmp(option->name, alias->option) == 0 && !is_given(option))
            *option->value = alias->value;
    }
}

/* The number of the descriptor that an option was given, or -1. */
static long descriptor_of(const struct cli_option *option)
{
    static const char ending[] = "-fd";
    size_t length = strlen(option->name), end = strlen(ending);
    bool is = length > end && strcmp(option->name + length - end, ending) == 0;
    return is && is_given(option) ? strtol(*option->value, NULL, 10) : -1;
}

/* Two secrets can't be read from the same descriptor. */
static enum nh_status check_descriptors(const struct known *known, struct nh_error *err)
{
    for (size_t i = 0; i < known->count; i++)
        for (size_t k = 0; k < i; k++)
            if (descriptor_of(&known->options[i]) >= 0 &&
                descriptor_of(&known->options[i]) == descriptor_of(&known->options[k]))
                return nh_fail(err, NH_USAGE, NULL,
                               "--%s and --%s can't read from the same descriptor.",
                               known->options[k].name, known->options[i].name);
    return NH_OK;
}

static struct {
    const char *profile, *primary_file, *primary_fd;
    bool json, quiet, help, version;
} given;
const struct cli_option cli_common_options[] = {
    {.name = "profile",
     .letter = 'p',
     .argument = "PROFILE",
     .about =
         N_("the browser profile, by name or folder (default: the running or the default one)"),
     .value = &given.profile},
    {.name = "primary-password-file",
     .argument = "FILE",
     .about =
         N_("read the profile's primary password from the first line of a file (default: ask)"),
     .value = &given.primary_file},
    {.name = "primary-password-fd",
     .argument = "N",
     .about = N_("read it from an open descriptor"),
     .value = &given.primary_fd,
     .excludes = "primary-password-file"},
    {.name = "json",
     .about = N_("answer with one JSON document, also for errors"),
     .flag = &given.json},
    {.name = "quiet",
     .letter = 'q',
     .about = N_("write only what was asked for, and errors"),
     .flag = &given.quiet},
    {.name = "help", .letter = 'h', .about = N_("show this help"), .flag = &given.help},
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
        return nh_fail(err, NH_USAGE, NULL, "%s: unexpected argument \"%s\".", verb->name,
                       cli->words[verb->words_most]);
    if (cli->count >= verb->words_least)
        return NH_OK;
    if (verb->takes_id)
        return nh_fail(err, NH_USAGE, NULL, "%s needs the ID of a certificate.", verb->name);
    return nh_fail(err, NH_USAGE, NULL, "%s needs at least one file.", verb->name);
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
    struct known known = {.letters = "+:"};
    know(&known, first);
    enum nh_status status = read_given(&known, *argv, cli, err);
    *instead = given.version ? CLI_VERSION : given.help ? CLI_HELP : CLI_NOTHING;
    given.help &= given.version;
    if (!status)
        *argv += optind - 1;
    return status;
}

enum nh_status cli_options_read(struct cli *cli, const struct cli_verb *verb,
                                const struct cli_alias *alias, char *const *argv,
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
    take_alias(&known, alias);
    if (!status)
        status = check_descriptors(&known, err);
    if (!status && !cli->help)
        status = settle_choices(&known, err);
    if (!status)
        status = check_count(cli, verb, err);
    return status || cli->help ? status : check_company(&known, verb->useless, err);
}

enum nh_status cli_options_days(const char *option, const char *text, long *days,
                                struct nh_error *err)
{
    char *end = NULL;
    long found = 0;
    if (text[0] >= '0' && text[0] <= '9')
        found = strtol(text, &end, 10);
    if (end && *end == 'd')
        end++;
    if (!end || *end)
        return nh_fail(err, NH_USAGE, NULL, "%s: \"%s\" is not a number of days. Write 30d or 30.",
                       option, text);
    if (found > DAYS_MOST)
        return nh_fail(err, NH_USAGE, NULL, "%s takes %d days at most.", option, DAYS_MOST);
    *days = found;
    return NH_OK;
}
