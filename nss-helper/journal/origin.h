/* SPDX-License-Identifier: MPL-2.0 */
/* Where a certificate came from: the site with the form, and the portal in front of it. */
#ifndef NH_JOURNAL_ORIGIN_H
#define NH_JOURNAL_ORIGIN_H

#include "base/status.h"
#include "journal/jobs.h"
#include <stdbool.h>

/* By the newest finished job of its, whose page with the form it is; else as it was kept.
   "" for none: a file or the command. */
void nh_origin_site(struct nh_journal *journal, const struct nh_jobs *jobs, const char *fingerprint,
                    char site[NH_SITE_SIZE]);

/* Keep it, durably, for one whose job is folded away, or that had none: its key came with it from
   the site. */
enum nh_status nh_origin_keep(struct nh_journal *journal, const char *fingerprint, const char *site,
                              struct nh_error *err);

/* Its key came in a file that anybody could open: whoever has had that can use the certificate.
   Keep that, durably. */
enum nh_status nh_origin_open_keep(struct nh_journal *journal, const char *fingerprint,
                                   struct nh_error *err);
bool nh_origin_is_open(struct nh_journal *journal, const char *fingerprint);

/*
 * The portal: where the person logs in to have certificates issued, renewed and revoked. The
 * site with the form may be another one, so the person says it once; it is kept for all
 * certificates of that site.
 */
#define NH_PORTAL_MAX 512 /* bytes of an address */

/* The address that was kept for this site, or for this certificate where the site is "";
   allocated, "" for none. NULL without memory. Needs an open store. */
char *nh_origin_portal(struct nh_journal *journal, const char *site, const char *fingerprint);

/* Keep it, durably; `address` is an https: URL. Needs an open store. */
enum nh_status nh_origin_portal_keep(struct nh_journal *journal, const char *site,
                                     const char *fingerprint, const char *address,
                                     struct nh_error *err);

#endif
