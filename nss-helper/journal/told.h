/* SPDX-License-Identifier: MPL-2.0 */
/* Which desktop notifications were shown, so that a failure of a renewal or a job is reported once
   and not daily. */
#ifndef NH_JOURNAL_TOLD_H
#define NH_JOURNAL_TOLD_H

#include "base/status.h"
#include "journal/journal.h"
#include <stdbool.h>

/* True when this status was not reported yet; it counts as reported from then on, unless that can't
   be stored. `about`: the fingerprint of a certificate, or the id of a job. */
bool nh_told_begin(struct nh_journal *journal, const char *about, enum nh_status status);

/* After a success: report later failures again. */
void nh_told_end(struct nh_journal *journal, const char *about);

#endif
