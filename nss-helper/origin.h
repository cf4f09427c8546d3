/* SPDX-License-Identifier: MPL-2.0 */
/* The site that a certificate came from, as the journal knows it. */
#ifndef NH_ORIGIN_H
#define NH_ORIGIN_H

#include "job.h"
#include "status.h"

/* By the newest finished job of its, whose page with the form it is; else as it was kept.
   "" for none: a file or the command. */
void nh_origin_site(struct nh_journal *journal, const struct nh_jobs *jobs,
                    const char *fingerprint, char site[NH_SITE_SIZE]);

/* Keep it, durably, for one that no job waits for: its key came with it from the site. */
enum nh_status nh_origin_keep(struct nh_journal *journal, const char *fingerprint,
                              const char *site, struct nh_error *err);

#endif
