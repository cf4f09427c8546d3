/* SPDX-License-Identifier: MPL-2.0 */
/* What the person was told on the desktop, once and not each day again: why the renewal of a
   certificate failed, or the request of a job. */
#ifndef NH_JOURNAL_TOLD_H
#define NH_JOURNAL_TOLD_H

#include "base/status.h"
#include "journal/journal.h"
#include <stdbool.h>

/* `about`: the fingerprint of the certificate, or the id of a job. True when it was not told yet;
   from now on it is. Where that can't be kept it is told again. */
bool nh_told_begin(struct nh_journal *journal, const char *about, enum nh_status status);

/* It went well: what comes later is told again. */
void nh_told_end(struct nh_journal *journal, const char *about);

#endif
