/* SPDX-License-Identifier: MPL-2.0 */
/* What all verbs of the command share. */
#ifndef NH_CLI_CLI_H
#define NH_CLI_CLI_H

#include "base/status.h"
#include "browser/profile.h"
#include "nss/store.h"
#include <stdbool.h>
#include <stddef.h>

struct cJSON;
struct cli_verb;
struct nh_journal;

/* One run of the command. */
struct cli {
    char *const *argv;                     /* of main; a second exec uses them again */
    const char *profile;                   /* --profile, or NULL */
    bool json, quiet, help;                /* --json, --quiet, --help */
    const char *primary_file, *primary_fd; /* --primary-password-file and -fd, or NULL */
    const struct cli_verb *verb;           /* or NULL */
    char **words;                          /* the arguments that are not options; strings of argv */
    size_t count;                          /* of words */
    struct nh_profile chosen;              /* the profile to work on */
    struct nh_store *store;                /* its databases, while they are open */
    struct nh_journal *journal;            /* its journal, while it is open */
    char *answer, **answered;              /* for which.h: the folder, and argv with it */
    struct cJSON *document;                /* the output, for --json */
    bool reported;                         /* the verb has shown its errors itself */
    const char *about;                     /* what cli_note is about, or NULL */
};

/* An option, which takes a value or is a flag. Help and completion use this, too. */
struct cli_option {
    const char *name;                /* without the dashes; NULL ends a list */
    char letter;                     /* a short form, or 0 */
    const char *argument;            /* name of its value in help: "FILE" */
    const char *about;               /* what it does, in lower case without a full stop */
    const char *(*choice)(size_t i); /* the i-th allowed value, NULL after the last; or NULL */
    const char *(*choice_about)(size_t i);       /* description of each; or NULL */
    const char *const *(*choice_also)(size_t i); /* other names of each, ended by NULL; or NULL */
    enum nh_status unknown;                      /* error for any other value; NH_OK: NH_USAGE */
    const char **value;
    bool *flag;
    bool creates;         /* its FILE is a new one */
    const char *needs;    /* it needs one of these options, separated by spaces; or NULL */
    const char *excludes; /* options that it can't be used with; or NULL */
};

/* Call it first: sets up descriptors, environment and language. False when the descriptors can't be
   had. */
bool cli_begin(void);

/* words_most of a verb that takes any number of arguments */
#define CLI_MANY 4096

/* Another name for a verb. If two verbs have it, it is an error that suggests both. */
struct cli_alias {
    const char *word;           /* NULL ends a list */
    const char *option, *value; /* an option that it sets unless the person does; or NULL */
};

struct cli_verb {
    const char *name;
    const struct cli_alias *aliases; /* or NULL */
    const char *summary;
    const char *help;     /* usage, and what it does */
    const char *examples; /* or NULL */
    const char *often;    /* its usage, if it is one of the five most used verbs; or NULL */
    bool takes_id;        /* its help explains ID of a certificate */
    const struct cli_option *options;
    const struct cli_option *shared; /* more options, shared with other verbs; or NULL */
    const char *shared_heading;      /* heading for them in the help; NULL: none */
    const char *useless;             /* common options without effect here; or NULL */
    size_t words_least, words_most;  /* number of arguments that are not options */
    enum nh_status (*run)(struct cli *cli, struct nh_error *err);
};

#endif
