/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Where the person logs in to have certificates issued, renewed and revoked. The site with the
 * form may be another one, so the person says it once; it is kept beside the journal, for all
 * certificates of that site.
 */
#ifndef NH_PORTAL_H
#define NH_PORTAL_H

#include "job.h"
#include "status.h"

#define NH_PORTAL_MAX 512 /* bytes of an address */

/* The address that was kept for this site, or for this certificate where the site is "";
   allocated, "" for none. NULL without memory. Needs an open store. */
char *nh_portal_find(struct nh_journal *journal, const char *site, const char *fingerprint);

/* Keep it, durably; `address` is an https: URL. Needs an open store. */
enum nh_status nh_portal_keep(struct nh_journal *journal, const char *site,
                              const char *fingerprint, const char *address, struct nh_error *err);

#endif
