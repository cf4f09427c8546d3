/* SPDX-License-Identifier: MPL-2.0 */
/* Whether another job or response of a site is allowed, by the limits in bounds.h. */
#ifndef NH_JOURNAL_ADMISSION_H
#define NH_JOURNAL_ADMISSION_H

#include "base/status.h"
#include <stdbool.h>

struct nh_journal;
struct nh_spool;

/* Lock the journal, so that the counts do not change meanwhile. Returns a descriptor, which the
   caller closes, or -1 on file systems without locks. */
int nh_admission_hold(const struct nh_journal *journal);

/* Check that another job of this site is allowed. NH_TOO_MANY. */
enum nh_status nh_admission_check_job(struct nh_journal *journal, const char *site,
                                      struct nh_error *err);

/*
 * Begin a response as nh_spool_begin does, if the limits allow one of the largest size. To make
 * room, responses that nobody asked for are removed, the oldest first: those of the same site and,
 * if the person has started this response (`pressed`) or an open job of the site waits for one,
 * those of other sites. Nothing else is removed. NH_TOO_MANY, but never while an open job of the
 * site waits.
 */
enum nh_status nh_admission_begin(struct nh_journal *journal, const char *site, bool pressed,
                                  struct nh_spool **out, struct nh_error *err);

#endif
