/* SPDX-License-Identifier: MPL-2.0 */
/* Parse web addresses. A site is "https://host:port" in lower case, without the default port. */
#ifndef NH_NET_HTTPADDRESS_H
#define NH_NET_HTTPADDRESS_H

#include "base/site.h"
#include "base/status.h"
#include <stdbool.h>

/* Get the site of an https URL, and where the path begins in `url`. NH_USAGE for another scheme, or
   a URL with a user, query or fragment; NH_CONFIG without libcurl. */
enum nh_status nh_http_site(const char *url, char site[NH_SITE_SIZE], const char **path,
                            struct nh_error *err);

/* Get the site of an http or https URL, which may have a query. It is for data that is itself
   signed. NH_BAD_DATA for another URL; NH_CONFIG without libcurl. */
enum nh_status nh_http_open_site(const char *url, char site[NH_SITE_SIZE], struct nh_error *err);

/* The target of a redirection, allocated, without the user name and password that libcurl adds to
   it. `open` allows http. NULL when it is not such an address. */
char *nh_http_target(const char *next, bool open, char site[NH_SITE_SIZE]);

#endif
