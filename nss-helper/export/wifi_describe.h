/* SPDX-License-Identifier: MPL-2.0 */
/* A Wi-Fi network in one line, for the person to compare. */
#ifndef NH_EXPORT_WIFI_DESCRIBE_H
#define NH_EXPORT_WIFI_DESCRIBE_H

#include <stdbool.h>

struct nh_buf;
struct nh_wifi;

/* "eduroam, radius.example.ac.jp, CN=Example Root". Allocated; NULL without memory. Needs an open
   store. */
char *nh_wifi_describe(const struct nh_wifi *wifi);

/* Whether the certificate (DER) is self-signed. Needs an open store. */
bool nh_wifi_is_root(const struct nh_buf *ca);

#endif
