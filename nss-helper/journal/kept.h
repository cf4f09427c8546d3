/* SPDX-License-Identifier: MPL-2.0 */
/* The responses in the spool, listed without opening them. */
#ifndef NH_JOURNAL_KEPT_H
#define NH_JOURNAL_KEPT_H

#include "base/status.h"
#include "journal/job.h"
#include "journal/jobs.h"
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct nh_kept {
    char id[NH_JOB_ID_SIZE];
    char site[NH_SITE_SIZE]; /* the site it came from */
    bool due;                /* an open job waits for a response from this site */
    bool unasked;            /* see nh_spool_note_unasked */
    size_t size;             /* bytes */
    struct timespec tried;   /* when it came or was last tried */
};

struct nh_kepts {
    struct nh_kept *items;
    size_t count;
};

void nh_kepts_reset(struct nh_kepts *kepts);

/* List all complete responses, the oldest first; `jobs` are all jobs. */
enum nh_status nh_kepts_list(struct nh_journal *journal, const struct nh_jobs *jobs,
                             struct nh_kepts *out, struct nh_error *err);

/* Sort them in the order in which they are tried: first those that a job may be waiting for, then
   those that were not tried for the longest time. */
void nh_kepts_take_turns(struct nh_kepts *kepts);

#endif
