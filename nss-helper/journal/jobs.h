/* SPDX-License-Identifier: MPL-2.0 */
/* The jobs of a journal: those that somebody may wait for, and those that have ended and are folded
   away (fold.h), so that however many there were a start does not read them. */
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

/* Does an open one of that site wait? */
bool nh_jobs_await(const struct nh_jobs *jobs, const char *site);

/* All jobs that are not folded away and can be read, the oldest first: each that has not ended is
   among them, and each whose response is in the spool. */
enum nh_status nh_jobs_list(struct nh_journal *journal, struct nh_jobs *out, struct nh_error *err);

/* The same with those that are folded away: as many files as there ever were jobs. */
enum nh_status nh_jobs_list_all(struct nh_journal *journal, struct nh_jobs *out,
                                struct nh_error *err);

/* All jobs at EST servers, folded away or not, the oldest first. */
enum nh_status nh_jobs_list_enrolled(struct nh_journal *journal, struct nh_jobs *out,
                                     struct nh_error *err);

#endif
