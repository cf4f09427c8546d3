/* SPDX-License-Identifier: MPL-2.0 */
/* What lies in the spool, seen from outside: nothing is taken up. */
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
    char site[NH_SITE_SIZE]; /* that it came from */
    bool due;                /* an open job of that site waits */
    bool unasked;            /* as nh_spool_note_unasked has said */
    size_t size;             /* bytes */
    struct timespec tried;   /* when it came, or was last tried */
};

struct nh_kepts {
    struct nh_kept *items;
    size_t count;
};

void nh_kepts_reset(struct nh_kepts *kepts);

/* All finished responses, the oldest first; `jobs` are all jobs. */
enum nh_status nh_kepts_list(struct nh_journal *journal, const struct nh_jobs *jobs,
                             struct nh_kepts *out, struct nh_error *err);

/* In the order in which they are tried: first what a job may wait for, then what was not tried
   for the longest time. So each has its turn, however many there are. */
void nh_kepts_take_turns(struct nh_kepts *kepts);

#endif
