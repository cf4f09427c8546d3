/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Pieces of work side by side, so that one which hangs holds nobody else: each group of them in a
 * process of its own, for NSS and what a process knows of a password are one of a kind. What a
 * worker writes to standard output and error is shown by the first process, whole and as it comes.
 */
#ifndef NH_CLI_WORKERS_H
#define NH_CLI_WORKERS_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct cJSON;
struct cli;

#define CLI_WORKERS_MOST 4

/* How a piece went. */
struct cli_outcome {
    bool told;              /* false: its process ended before it */
    enum nh_status status;  /* of `failed` */
    struct nh_error failed; /* filled when the status is one of a failure */
    bool wants_person;      /* somebody should have been here, to be asked */
    struct cJSON *item;     /* for --json, or NULL */
};

struct cli_work {
    size_t count;
    void *context;
    /* Pieces of the same group are done by one process, in their order. */
    const char *(*group)(void *context, size_t i);
    /* In the worker; what it changes in its memory is known to the next piece of its group. */
    void (*piece)(void *context, size_t i, struct cli_outcome *out);
};

/*
 * Do all of it, CLI_WORKERS_MOST groups at a time. No store may be open. `out` has a place for
 * each piece, empty at first; the items are the caller's. NH_SYSTEM: not all was begun.
 */
enum nh_status cli_workers_run(struct cli *cli, const struct cli_work *work,
                               struct cli_outcome *out, struct nh_error *err);

/* In a worker: only one of them at a time asks the person. Nothing in another process. */
void cli_workers_turn_take(void);
void cli_workers_turn_give(void);

#endif
