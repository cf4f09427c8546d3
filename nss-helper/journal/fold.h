/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Jobs that have ended are folded away, from the section "jobs" into "ended": what starts or looks
 * reads the first alone. A record never changes there. Whatever is asked of it later is kept where
 * it is looked up by name: the site of its certificate as an origin, an enrolment beside it.
 */
#ifndef NH_JOURNAL_FOLD_H
#define NH_JOURNAL_FOLD_H

struct nh_journal;

/* So many at once, the oldest first: each may cost two waits for the disk. */
#define NH_FOLDED_MOST 64

/* Fold away those that nobody can be at work on any more, whose response has left the spool. At any
   moment each record is durable in one of the two sections. One that can't be moved stays. */
void nh_jobs_fold(struct nh_journal *journal);

#endif
