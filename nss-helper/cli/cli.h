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
    const char *verb;                      /* the command's name, or NULL */
    char **words;                          /* the words that are no options; they point into argv */
    size_t count;                          /* of them */
    struct nh_profile chosen;              /* the profile worked on */
    struct nh_store *store;                /* its databases, while they are open */
    struct nh_journal *journal;            /* of its issuances, while it is open */
    char *answer, **answered;              /* of which.h: the folder, and argv with it */
    struct cJSON *document;                /* the answer, for --json */
    bool reported;                         /* the verb has shown its errors itself */
    const char *about;                     /* what the remarks of the moment are about, or NULL */
};

/* An option: it takes a value, or is a flag. What help and completion say of it is from here. */
struct cli_option {
    const char *name;     /* without the dashes; NULL ends a list */
    char letter;          /* a short form, or 0 */
    const char *argument; /* what its value is called: "FILE" */
    const char *about;    /* what it does: a sentence, without a capital and a full stop */
    const char *(*choice)(size_t i); /* the words that its value may be, NULL behind the last; or
                                        NULL */
    const char *(*choice_about)(size_t i);       /* what each of them is; or NULL */
    const char *const *(*choice_also)(size_t i); /* other names of each, NULL ends them; or NULL */
    enum nh_status unknown; /* the outcome of a word that is none of them; NH_OK: NH_USAGE */
    const char **value;
    bool *flag;
    const char *needs;    /* the names of options, with blanks: without one of them it would have no
                             effect, and is an error; or NULL */
    const char *excludes; /* those that it can't stand beside; or NULL */
};

/* Before everything else: descriptors, the environment, the language. False: none can be had. */
bool cli_begin(void);

/* words_most of a verb that takes any number of words */
#define CLI_MANY 4096

/* Another word for a verb. Where two verbs have it, neither is taken: both are suggested. */
struct cli_alias {
    const char *word;           /* NULL ends a list */
    const char *option, *value; /* what it gives unless the person does; or NULL */
};

struct cli_verb {
    const char *name;
    const struct cli_alias *aliases; /* or NULL */
    const char *summary;
    const char *help;     /* usage, and what it does */
    const char *examples; /* or NULL */
    const char *often;    /* its words, where it is one of the five that people use most; or NULL */
    bool takes_id;        /* ID in its help is that of a certificate */
    const struct cli_option *options;
    const struct cli_option *shared; /* further ones, which other verbs have, too; or NULL */
    const char *shared_heading;      /* over them in the help; NULL: they belong to the others */
    const char *useless;             /* names of common options that have no effect here; or NULL */
    size_t words_least, words_most;  /* how many words that are no options it takes */
    enum nh_status (*run)(struct cli *cli, struct nh_error *err);
};

#endif
