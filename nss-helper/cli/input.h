/* SPDX-License-Identifier: MPL-2.0 */
/* The FILEs of `import`: all are checked first, then stored. */
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
    bool has_keys;         /* it contains keys with their certificates */
    bool brought_keys;     /* it looks like a file with keys */
    struct nh_given given; /* passwords that opened it */
    bool alone;            /* the only file, not in a dry run: it stays open until it is stored */
    struct nh_keyfile *opened; /* freed before the store is closed */
    bool open_key;             /* its key is not protected */
    struct nh_issuance stored; /* for certificates only */
    bool is_stored;
    struct nh_bufs certificates;  /* of a file without keys */
    struct nh_identities brought; /* stored, or in a dry run such that would be */
    bool waits;                   /* a CA's certificate, which may be needed by another file */
    enum nh_status status;        /* of the last step */
    struct nh_error err;
    struct nh_error finding; /* a fault of the certificate that does not prevent the import */
    const struct nh_identity *incomplete; /* the first without an issuer, or NULL */
    struct cJSON *item;                   /* its item for --json */
};

/* All files of one command line. */
struct inputs {
    struct input *items;
    size_t count;
    const struct nh_opening *options; /* passwords from options; NULL without */
    bool may_ask_open;                /* may ask whether to import an unprotected key */
    bool dry_run;                     /* store nothing */
    bool show;                        /* show what they contain */
    bool tell_coming, tell_done;      /* add it to the JSON before, after storing */
    struct nh_bufs certificates;      /* of all files without keys */
    struct input **order;             /* files that can be stored, each after those it needs */
    size_t ordered;
};

/* Read the certificates of a file without keys, as other files may need them. The store is open. */
void cli_input_read(struct input *input, struct inputs *all);

/*
 * Check what the file brings to the profile, as if those in `order` were stored, and show it. A
 * file that can be stored is added to `order`. Nothing is written. The person is asked for missing
 * passwords. For a file that is `alone`, the store is open for writing, or closed. A CA's
 * certificate `waits` for a file with a certificate that it has issued; `last`: no further file can
 * bring it.
 */
void cli_input_look(struct cli *cli, struct input *input, struct inputs *all, bool last);

/* In a dry run, after all files were checked, report what the import would find wrong with this
   file. The store is open. */
void cli_input_foresee(struct cli *cli, struct input *input, struct inputs *all);

/* Report its failure on standard error, or with `tell` in the JSON. */
void cli_input_refuse(const struct cli *cli, struct input *input, bool tell);

/* Store it. The store is open for writing, or closed, in which case it is opened. */
void cli_input_store(struct cli *cli, struct input *input, struct inputs *all);

/* Prove what was stored, after nh_store_reread, and show the result. */
void cli_input_prove(struct cli *cli, struct input *input, struct inputs *all);

/* If an issuer is still missing after all files, say which, in the item for --json; this is no
   failure. The store may be open or closed. */
void cli_input_tell_missing(struct cli *cli, struct input *input);

#endif
