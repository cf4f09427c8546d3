/* SPDX-License-Identifier: MPL-2.0 */
/* A site, by its origin (RFC 6454), as browsers write it. */
#ifndef NH_BASE_SITE_H
#define NH_BASE_SITE_H

#include <stdbool.h>

#define NH_SITE_SIZE 513 /* bytes of "https://portal.example:8443", with the NUL */

/* "https://portal.example:8443"; http only for this very machine. */
bool nh_site_is_origin(const char *text);

/* An origin, and behind it a path and more, in ASCII without blanks. */
bool nh_site_is_address(const char *text);

#endif
