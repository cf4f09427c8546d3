/* SPDX-License-Identifier: MPL-2.0 */
/* The jobs of a journal. Finished jobs are folded (fold.h), so that a start need not read them,
   however many there are. */
#ifndef NH_JOURNAL_JOBS_H
#define NH_JOURNAL_JOBS_H

#include "base/status.h"
#include "journal/job.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_jobs {
    struct nh_job *items;
    size_t count;
};

void nh_jobs_reset(struct nh_jobs *jobs);

/* Whether an open job waits for a response from this site. */
bool nh_jobs_await(const struct nh_jobs *jobs, const char *site);

/* List all readable jobs that are not folded, the oldest first. They include all unfinished jobs,
   and all whose response is in the spool. */
enum nh_status nh_jobs_list(struct nh_journal *journal, struct nh_jobs *out, struct nh_error *err);

/* The same with folded jobs. This reads a file for each job there ever was. */
enum nh_status nh_jobs_list_all(struct nh_journal *journal, struct nh_jobs *out,
                                struct nh_error *err);

/* List all jobs at EST servers, folded or not, the oldest first. */
enum nh_status nh_jobs_list_enrolled(struct nh_journal *journal, struct nh_jobs *out,
                                     struct nh_error *err);

#endif
