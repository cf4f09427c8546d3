/* SPDX-License-Identifier: MPL-2.0 */
/* One FILE of `import`: looked at first, then stored. */
#ifndef NH_CLI_INPUT_H
#define NH_CLI_INPUT_H

#include "base/buf.h"
#include "cli/cli.h"
#include "lifecycle/given.h"
#include "lifecycle/issuance.h"

struct nh_keyfile;

struct input {
    const char *path; /* "-": standard input */
    const char *name;
    struct nh_buf bytes;
    bool has_keys;             /* it brings keys with their certificates */
    bool brought_keys;         /* it looked as if it did */
    struct nh_given given;     /* what opened it */
    bool alone;                /* no other file and no dry run: it stays open until it is stored */
    struct nh_keyfile *opened; /* to be freed before the store is closed */
    bool open_key;             /* the file protects its key from nobody */
    struct nh_issuance stored; /* of certificates only */
    bool is_stored;
    char *fingerprint;           /* of the first identity that was stored; NULL */
    struct nh_bufs certificates; /* it brings only these */
    struct nh_bufs coming;       /* fingerprints of the identities it would bring, of a dry run */
    bool waits;                  /* a CA's: what it has issued may come with another file */
    enum nh_status status;       /* of the last step */
    struct nh_error err;
    struct nh_error
        finding;        /* what is wrong with what came in; its status is that of a file, too */
    char *incomplete;   /* the first identity that lacked an issuer when it was stored; NULL */
    struct cJSON *item; /* what --json tells of it */
};

/* All that are named on one command line. */
struct inputs {
    struct input *items;
    size_t count;
    const struct nh_opening *options; /* what they give; the password is NULL without one */
    bool may_ask_open;                /* whether an open key may go in */
    bool dry_run;                     /* looking at them is all */
    bool show;                        /* what comes in */
    bool tell_coming, tell_done;      /* with --json: which of the two */
    struct nh_bufs certificates;      /* of all files without keys */
    struct input **order;             /* those that can go in, each after what it needs */
    size_t ordered;
};

/* Read the certificates of one that brings no key: others may need them. The store is open. */
void cli_input_read(struct input *input, struct inputs *all);

/*
 * See what the file brings to the profile, in which those in `order` are already, and show it.
 * What can go in joins that order. Nothing is written. For what the options don't give the person
 * is asked. For one that is `alone` the store is open for writing, or closed. The certificate of a
 * CA `waits` for what it has issued, which one of the others may bring; `last`: it waits no more.
 */
void cli_input_look(struct cli *cli, struct input *input, struct inputs *all, bool last);

/* Of a dry run, when all have been looked at: tell what the import would find wrong with what this
 * file brings. The store is open. */
void cli_input_foresee(struct cli *cli, struct input *input, struct inputs *all);

/* Complain of its failure, or `tell` it with --json. */
void cli_input_refuse(const struct cli *cli, struct input *input, bool tell);

/* Store it. The store is open for writing, or closed. */
void cli_input_store(struct cli *cli, struct input *input, struct inputs *all);

/* Prove what was stored, in a store that was read anew since, and show what came of it. */
void cli_input_prove(struct cli *cli, struct input *input, struct inputs *all);

/* Where an issuer is missing after all files, tell which, with --json in its item: no failure. The
 * store is open, or closed. */
void cli_input_tell_missing(struct cli *cli, struct input *input);

#endif
