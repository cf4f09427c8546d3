/* SPDX-License-Identifier: MPL-2.0 */
/* Addresses of servers on the web, and their sites: "https://host:port" in one form, lower case,
   without the usual port. */
#ifndef NH_NET_HTTPADDRESS_H
#define NH_NET_HTTPADDRESS_H

#include "base/site.h"
#include "base/status.h"
#include <stdbool.h>

/* The site of an https URL without user, query and fragment, and where its path begins in it.
   NH_USAGE for another; NH_CONFIG without libcurl. */
enum nh_status nh_http_site(const char *url, char site[NH_SITE_SIZE], const char **path,
                            struct nh_error *err);

/* The site of an http or https URL, at which a response lies that is signed itself: a query may be
   part of it. NH_BAD_DATA for another; NH_CONFIG without libcurl. */
enum nh_status nh_http_open_site(const char *url, char site[NH_SITE_SIZE], struct nh_error *err);

/* Where a redirection leads, allocated, without what no address may have: libcurl writes the log-in
   of the request into it. NULL when it is no address; `open` allows http. */
char *nh_http_target(const char *next, bool open, char site[NH_SITE_SIZE]);

#endif
