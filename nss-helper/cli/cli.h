/* SPDX-License-Identifier: MPL-2.0 */
/* What the verbs of the command share. */
#ifndef CLI_H
#define CLI_H

#include "profile.h"
#include "status.h"
#include "store.h"
#include <stdbool.h>
#include <stddef.h>

struct cJSON;
struct nh_journal;

/* One run of the command. */
struct cli {
    char *const *argv;        /* as main got them: a second exec repeats them */
    const char *profile;      /* --profile, or NULL */
    bool json, quiet, help;   /* --json, --quiet, --help */
    const char *primary_file, *primary_fd; /* --primary-password-file and -fd, or NULL */
    char **words;             /* the words that are no options; they point into argv */
    size_t count;             /* of them */
    struct nh_profile chosen; /* the profile worked on */
    struct nh_store *store;   /* its databases, while they are open */
    struct nh_journal *journal; /* of its issuances, while it is open */
    char language[16];        /* of cli_language */
    char *answer, **answered; /* of which.h: the folder, and argv with it */
    struct cJSON *document;   /* the answer, for --json */
    bool reported;            /* the verb has shown its errors itself */
};

/* An option of one verb: it takes a value, or is a flag. */
struct cli_option {
    const char *name; /* without the dashes; NULL ends a list */
    char letter;      /* a short form, or 0 */
    const char **value;
    bool *flag;
};

#define CLI_MANY 4096

struct cli_verb {
    const char *name;
    const char *summary;
    const char *help;     /* usage, what it does, its own options */
    const char *examples; /* or NULL */
    const struct cli_option *options;
    size_t words_least, words_most;
    enum nh_status (*run)(struct cli *cli, struct nh_error *err);
};

extern const struct cli_verb cli_profiles, cli_list, cli_request, cli_import, cli_export,
    cli_copy, cli_enroll, cli_renew, cli_verify, cli_remove, cli_jobs, cli_doctor, cli_setup,
    cli_version, cli_help;

extern const struct cli_verb *const cli_verbs[]; /* ends with NULL */
const struct cli_verb *cli_verb_find(const char *word);

void cli_help_show(struct cli *cli, const struct cli_verb *verb);

/*
 * Choose the profile, asking at a terminal where several fit, and run on its browser's
 * NSS. The process may be executed again here, so nothing may have been read or written
 * before.
 */
enum nh_status cli_profile_enter(struct cli *cli, struct nh_error *err);

/* The same, for verbs that need no profile: none or several is no error. */
enum nh_status cli_runtime_enter(struct cli *cli, struct nh_error *err);

/* Open the databases of the entered profile, asking for its primary password once if it
   has one; cli_end closes them. */
enum nh_status cli_store_open(struct cli *cli, enum nh_store_mode mode, struct nh_error *err);

/* Only the password: for work that opens the databases by itself. */
enum nh_status cli_store_unlock(struct cli *cli, struct nh_error *err);

/* Open the journal of the entered profile; cli_end closes it. */
enum nh_status cli_journal_open(struct cli *cli, struct nh_error *err);

/* "ja" of LANG=ja_JP.UTF-8: the language of nicknames. */
const char *cli_language(struct cli *cli);

/* Into the document: "profile":{"name","path"}; "nss" and "nssPath". */
void cli_json_profile(struct cli *cli);
void cli_json_nss(struct cli *cli);

void cli_end(struct cli *cli);

#endif
