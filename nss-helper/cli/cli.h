/* SPDX-License-Identifier: MPL-2.0 */
/* What the verbs of the command share. */
#ifndef NH_CLI_CLI_H
#define NH_CLI_CLI_H

#include "base/status.h"
#include "browser/profile.h"
#include "nss/store.h"
#include <stdbool.h>
#include <stddef.h>

struct cJSON;
struct nh_journal;

/* One run of the command. */
struct cli {
    char *const *argv;                     /* as main got them: a second exec repeats them */
    const char *profile;                   /* --profile, or NULL */
    bool json, quiet, help;                /* --json, --quiet, --help */
    const char *primary_file, *primary_fd; /* --primary-password-file and -fd, or NULL */
    char **words;                          /* the words that are no options; they point into argv */
    size_t count;                          /* of them */
    struct nh_profile chosen;              /* the profile worked on */
    struct nh_store *store;                /* its databases, while they are open */
    struct nh_journal *journal;            /* of its issuances, while it is open */
    char language[16];                     /* of cli_language */
    char *answer, **answered;              /* of which.h: the folder, and argv with it */
    struct cJSON *document;                /* the answer, for --json */
    bool reported;                         /* the verb has shown its errors itself */
};

/* An option: it takes a value, or is a flag. What help and completion say of it is from here. */
struct cli_option {
    const char *name;     /* without the dashes; NULL ends a list */
    char letter;          /* a short form, or 0 */
    const char *argument; /* what its value is called: "FILE" */
    const char *about;    /* what it does: a sentence, without a capital and a full stop */
    const char *(*choice)(size_t i); /* the words that its value may be, NULL behind the last; or
                                        NULL */
    const char *(*choice_about)(size_t i); /* what each of them is; or NULL */
    const char **value;
    bool *flag;
};

#define CLI_MANY 4096

struct cli_verb {
    const char *name;
    const char *summary;
    const char *help;     /* usage, and what it does */
    const char *examples; /* or NULL */
    const struct cli_option *options;
    const struct cli_option *shared; /* further ones, which other verbs have, too; or NULL */
    const char *shared_heading;      /* over them in the help; NULL: they belong to the others */
    size_t words_least, words_most;
    enum nh_status (*run)(struct cli *cli, struct nh_error *err);
};

/* "ja" of LANG=ja_JP.UTF-8: the language of nicknames. */
const char *cli_language(struct cli *cli);

#endif
