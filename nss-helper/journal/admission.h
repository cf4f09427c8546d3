/* SPDX-License-Identifier: MPL-2.0 */
/* Whether one more job or response of a site has its place here, by the table of bounds.h. */
#ifndef NH_JOURNAL_ADMISSION_H
#define NH_JOURNAL_ADMISSION_H

#include "base/status.h"
#include <stdbool.h>

struct nh_journal;
struct nh_spool;

/* Hold the journal, so that what is counted does not grow meanwhile: a descriptor to close, or
   -1 where there are no locks. */
int nh_admission_hold(const struct nh_journal *journal);

/* May there be one more job of this site? NH_TOO_MANY. */
enum nh_status nh_admission_check_job(struct nh_journal *journal, const char *site,
                                      struct nh_error *err);

/*
 * Begin a response, as nh_spool_begin, where the bounds allow the largest one. What nobody asked
 * for makes room first, the oldest before others: that of the same site; and that of other sites
 * for a response that the person has pressed for (`pressed`) or an open job may wait for. Nothing
 * else is removed. NH_TOO_MANY, but never where an open job of that site waits.
 */
enum nh_status nh_admission_begin(struct nh_journal *journal, const char *site, bool pressed,
                                  struct nh_spool **out, struct nh_error *err);

#endif
