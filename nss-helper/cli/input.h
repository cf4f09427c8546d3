/* SPDX-License-Identifier: MPL-2.0 */
/* One FILE of `import`: looked at first, then stored. */
#ifndef NH_CLI_INPUT_H
#define NH_CLI_INPUT_H

#include "base/buf.h"
#include "cli/cli.h"

struct nh_keyfile;

struct input {
    const char *name;
    struct nh_buf bytes;
    bool has_keys;             /* it brings keys with their certificates */
    struct nh_buf password;    /* that opened it, with its NUL */
    bool alone;                /* no other file and no dry run: it stays open until it is stored */
    struct nh_keyfile *opened; /* to be freed before the store is closed */
    bool later;                /* its key may come with a file before it */
    enum nh_status status;     /* of the last step */
    struct nh_error err;
};

/*
 * See what the file brings, and `show` it; with --json add it to `list` unless that is NULL.
 * Nothing is written. `given` is the password of the options, or empty: then the
 * person is asked for what the empty one does not open. For one that is `alone` the
 * store is open for writing, or closed.
 */
void cli_input_look(struct cli *cli, struct input *input, const struct nh_buf *given, bool show,
                    struct cJSON *list);

/* Complain of its failure, or add that to `list`. */
void cli_input_refuse(const struct cli *cli, const struct input *input, struct cJSON *list);

/* Store it, and show what came of it, or add it to `list`. The store is open for writing,
   or closed. */
void cli_input_store(struct cli *cli, struct input *input, struct cJSON *list);

#endif
