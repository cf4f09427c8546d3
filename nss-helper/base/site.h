/* SPDX-License-Identifier: MPL-2.0 */
/* Sites, named by their origin (RFC 6454) as browsers write it. */
#ifndef NH_BASE_SITE_H
#define NH_BASE_SITE_H

#include <stdbool.h>
#include <stddef.h>

#define NH_SITE_SIZE 513 /* bytes of "https://portal.example:8443", with the NUL */

/* Whether the text is an origin such as "https://portal.example:8443"; http counts for this machine
   only (localhost). */
bool nh_site_is_origin(const char *text);

/* Whether two origins have the same scheme and host; the ports may differ. */
bool nh_site_is_same_host(const char *one, const char *other);

/* Whether the text is an origin, followed by a path and perhaps a query, in ASCII without
   spaces. */
bool nh_site_is_address(const char *text);

/* Write the origin of an address; false when the text is not an address. */
bool nh_site_of_address(const char *address, char site[NH_SITE_SIZE]);

/* Write the host of an origin as a file name, without scheme, port and brackets. A host that is too
   long for `out` loses its beginning. */
void nh_site_name(const char *origin, char *out, size_t size);

#define NH_SITE_SHOWN 60 /* most bytes of a host and port shown to a person */

/* Write a site or an address, with or without "https://", for a message. A long host loses its
   beginning, as its end tells whose it is ("…b.portal.example"); a long path loses its end. A user
   name, password or query is never shown. */
void nh_site_show(const char *address, char *out, size_t size);

#endif
