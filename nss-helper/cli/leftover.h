/* SPDX-License-Identifier: MPL-2.0 */
/* All that is unfinished in one profile, and what can be done about it. */
#ifndef NH_CLI_LEFTOVER_H
#define NH_CLI_LEFTOVER_H

#include "journal/jobs.h"
#include "lifecycle/unfinished.h"
#include "nss/orphan.h"

struct cJSON;
struct nh_store;

struct cli_leftovers {
    struct nh_journal *journal; /* the caller's, or NULL: then only keys are read */
    struct nh_unfinished unfinished;
    struct nh_orphans keys; /* without those of `unfinished` and of jobs at work */
    struct nh_jobs all;     /* to know where each comes from */
};

/* First what the journal knows, then the keys of the profile. */
enum nh_status cli_leftovers_read(struct cli_leftovers *left, struct nh_error *err);
enum nh_status cli_leftovers_read_keys(struct cli_leftovers *left, struct nh_store *store,
                                       struct nh_error *err);
void cli_leftovers_reset(struct cli_leftovers *left);

size_t cli_leftovers_count(const struct cli_leftovers *left);
void cli_leftovers_show(const struct cli_leftovers *left);

/* "jobs", "answers" and "keys" into the document. */
enum nh_status cli_leftovers_json(const struct cli_leftovers *left, struct cJSON *document,
                                  struct nh_error *err);

/* Remove the key without a certificate whose id begins with `id`. NH_NO_JOB when none
   or several fit. */
enum nh_status cli_leftover_key_remove(struct nh_store *store, const char *id,
                                       struct nh_error *err);

#endif
