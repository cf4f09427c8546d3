/* SPDX-License-Identifier: MPL-2.0 */
/* Where a certificate came from: the site with the form, and the CA's portal. */
#ifndef NH_JOURNAL_ORIGIN_H
#define NH_JOURNAL_ORIGIN_H

#include "base/status.h"
#include "journal/jobs.h"
#include <stdbool.h>

/* Find the site of a certificate: that of the newest finished job with it, else the one stored by
   nh_origin_keep. "" if it came from a file or the command. */
void nh_origin_site(struct nh_journal *journal, const struct nh_jobs *jobs, const char *fingerprint,
                    char site[NH_SITE_SIZE]);

/* Store the site of a certificate whose job is folded, or that has no job because its key came with
   it from the site. It is on the disk when this returns. The errors of nh_note_write. */
enum nh_status nh_origin_keep(struct nh_journal *journal, const char *fingerprint, const char *site,
                              struct nh_error *err);

/* Store that the key came in a file without a password of its own, so that anybody who had the file
   can use the certificate. It is on the disk when this returns. The errors of nh_note_write. */
enum nh_status nh_origin_open_keep(struct nh_journal *journal, const char *fingerprint,
                                   struct nh_error *err);
bool nh_origin_is_open(struct nh_journal *journal, const char *fingerprint);

/*
 * The portal is where the person logs in to request, renew and revoke certificates. It may differ
 * from the site with the form, so the person enters it once, for all certificates of that site.
 */
#define NH_PORTAL_MAX 512 /* bytes of an address */

/* The address stored for this site, or for this certificate if `site` is "". Allocated; "" for
   none, NULL without memory. Needs an open store. */
char *nh_origin_portal(struct nh_journal *journal, const char *site, const char *fingerprint);

/* Store the address, an https URL; it is on the disk when this returns. Needs an open store. The
   errors of nh_note_write. */
enum nh_status nh_origin_portal_keep(struct nh_journal *journal, const char *site,
                                     const char *fingerprint, const char *address,
                                     struct nh_error *err);

#endif
