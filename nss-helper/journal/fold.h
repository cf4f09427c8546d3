/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Finished jobs are moved ("folded") from the section "jobs" to "ended", so that a start reads only
 * the unfinished ones. A folded record never changes. What is needed of it later is stored where it
 * is found by name: the site of its certificate as an origin, and its enrolment.
 */
#ifndef NH_JOURNAL_FOLD_H
#define NH_JOURNAL_FOLD_H

struct nh_journal;

/* The most jobs folded at once, the oldest first, as each may wait for the disk twice. */
#define NH_FOLDED_MOST 64

/* Fold the jobs on which no process can still be working and whose response has left the spool.
   Each record is on the disk in one of the sections at any time. A job that can't be moved
   stays. */
void nh_jobs_fold(struct nh_journal *journal);

#endif
