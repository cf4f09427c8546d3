/* SPDX-License-Identifier: MPL-2.0 */
/* What the administrator's site list (machine/sites.h) says about a person's certificate. */
#ifndef NH_LIFECYCLE_LISTED_H
#define NH_LIFECYCLE_LISTED_H

#include "base/status.h"

struct nh_buf;
struct nh_journal;
struct nh_sites;

/* The address of the CA's portal: the one that the person has entered (nh_origin_portal), else that
   of the list; if the list is locked, the list comes first. Allocated, "" for none; NULL without
   memory. Needs an open store. */
char *nh_listed_portal(struct nh_journal *journal, const struct nh_sites *sites, const char *site,
                       const char *fingerprint);

/* Read the file with the Wi-Fi settings: the one of the certificate's site, else the only one in
   the list. *path is its path, allocated. NH_NO_NETWORK when the list has none, or several;
   NH_SITE_LIST. */
enum nh_status nh_listed_network(struct nh_journal *journal, const char *fingerprint,
                                 struct nh_buf *out, char **path, struct nh_error *err);

#endif
