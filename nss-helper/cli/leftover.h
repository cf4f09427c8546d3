/* SPDX-License-Identifier: MPL-2.0 */
/* Everything unfinished in a profile, and what can be done about it. */
#ifndef NH_CLI_LEFTOVER_H
#define NH_CLI_LEFTOVER_H

#include "journal/jobs.h"
#include "lifecycle/unfinished.h"
#include "nss/orphan.h"

struct cJSON;
struct nh_store;

struct cli_leftovers {
    struct nh_journal *journal; /* the caller's; NULL: only keys are read */
    struct nh_unfinished unfinished;
    struct nh_orphans keys; /* except those of `unfinished` and of jobs in progress */
    struct nh_jobs all;     /* to find the origin of each key */
};

/* Read the journal; then nh_…_keys reads the keys of the profile, with the store open. The caller
   resets *left. */
enum nh_status cli_leftovers_read(struct cli_leftovers *left, struct nh_error *err);
enum nh_status cli_leftovers_read_keys(struct cli_leftovers *left, struct nh_store *store,
                                       struct nh_error *err);
void cli_leftovers_reset(struct cli_leftovers *left);

size_t cli_leftovers_count(const struct cli_leftovers *left);
void cli_leftovers_show(const struct cli_leftovers *left);

/* Add "jobs", "answers" and "keys" to the document. */
enum nh_status cli_leftovers_json(const struct cli_leftovers *left, struct cJSON *document,
                                  struct nh_error *err);

/* Remove the key without a certificate whose ID begins with `id`. NH_NO_JOB when none or several
   fit. */
enum nh_status cli_leftover_key_remove(struct nh_store *store, const char *id,
                                       struct nh_error *err);

#endif
