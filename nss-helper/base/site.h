/* SPDX-License-Identifier: MPL-2.0 */
/* A site, by its origin (RFC 6454), as browsers write it. */
#ifndef NH_BASE_SITE_H
#define NH_BASE_SITE_H

#include <stdbool.h>
#include <stddef.h>

#define NH_SITE_SIZE 513 /* bytes of "https://portal.example:8443", with the NUL */

/* "https://portal.example:8443"; http only for this very machine. */
bool nh_site_is_origin(const char *text);

/* Of two origins: is it the same host, over the same protocol, whatever the port? */
bool nh_site_is_same_host(const char *one, const char *other);

/* An origin, and behind it a path and more, in ASCII without blanks. */
bool nh_site_is_address(const char *text);

/* The origin of an address; false when it is none. */
bool nh_site_of_address(const char *address, char site[NH_SITE_SIZE]);

/* The host of an origin as a name for a file: without scheme, port and brackets, and without its
   front where it is too long for `out`. */
void nh_site_name(const char *origin, char *out, size_t size);

#define NH_SITE_SHOWN 60 /* bytes of a host and its port at most, where a person reads them */

/* A site or an address for a sentence, also without "https://": a long host loses its front, for
   its end tells whose it is ("…b.portal.example"), what follows the host loses its end, and a
   user, a password and a query are never shown. */
void nh_site_show(const char *address, char *out, size_t size);

#endif
