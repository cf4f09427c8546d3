/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Do pieces of work in parallel, so that one that hangs does not hold up the others. Each group of
 * pieces has its own process, because NSS and passwords are global in a process. The parent shows
 * the output of each piece as a whole.
 */
#ifndef NH_CLI_WORKERS_H
#define NH_CLI_WORKERS_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct cJSON;
struct cli;

#define CLI_WORKERS_MOST 4

/* The result of a piece. */
struct cli_outcome {
    bool told;              /* false: its process ended before it was done */
    enum nh_status status;  /* status of `failed` */
    struct nh_error failed; /* the error, if status is not NH_OK */
    bool wants_person;      /* the person should have been asked */
    struct cJSON *item;     /* its item for --json, or NULL */
};

struct cli_work {
    size_t count;
    void *context;
    /* The group of a piece. One process does all pieces of a group, in order. */
    const char *(*group)(void *context, size_t i);
    /* Do a piece, in the worker. Its changes in memory are seen only by later pieces of its
       group. */
    void (*piece)(void *context, size_t i, struct cli_outcome *out);
};

/*
 * Do all pieces, CLI_WORKERS_MOST groups at a time. No store may be open. `out` has an empty
 * element for each piece; the caller deletes the items. NH_SYSTEM when not all could be started.
 */
enum nh_status cli_workers_run(struct cli *cli, const struct cli_work *work,
                               struct cli_outcome *out, struct nh_error *err);

/* Do one piece in a worker. *item gets its item, the caller's to delete; `item` may be NULL, and
   there is none then. Returns its status. */
enum nh_status cli_workers_run_one(struct cli *cli,
                                   void (*piece)(void *context, size_t i, struct cli_outcome *out),
                                   void *context, struct cJSON **item, struct nh_error *err);

/* In a worker, take and give back the turn to ask the person, so that only one asks at a time. Does
   nothing in other processes. */
void cli_workers_turn_take(void);
void cli_workers_turn_give(void);

#endif
