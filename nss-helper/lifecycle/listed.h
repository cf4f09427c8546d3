/* SPDX-License-Identifier: MPL-2.0 */
/* What the administrator's list (machine/sites.h) says for a certificate of a person. */
#ifndef NH_LIFECYCLE_LISTED_H
#define NH_LIFECYCLE_LISTED_H

#include "base/status.h"

struct nh_buf;
struct nh_journal;
struct nh_sites;

/* The portal, where the person logs in to have it renewed or revoked: the address that they have
   given for this site, or for this certificate where the site is "" (journal/origin.h); else that
   of the list, which comes first where it is locked. Allocated, "" for none. NULL without memory.
   Needs an open store. */
char *nh_listed_portal(struct nh_journal *journal, const struct nh_sites *sites, const char *site,
                       const char *fingerprint);

/* The settings of the Wi-Fi, as the file has them: that of the certificate's site, else the only
   one that the list names; *path is that file's, allocated. NH_NO_NETWORK where it names none, or
   several; NH_SITE_LIST. */
enum nh_status nh_listed_network(struct nh_journal *journal, const char *fingerprint,
                                 struct nh_buf *out, char **path, struct nh_error *err);

#endif
