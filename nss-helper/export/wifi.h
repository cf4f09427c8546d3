/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A Wi-Fi profile for EAP-TLS (RFC 5216, RFC 9190) with an identity, one file a program. It
 * always says which server is the right one, by the CA and the name of its certificate: a
 * profile without that hands the person to any access point. It never holds the password.
 */
#ifndef NH_EXPORT_WIFI_H
#define NH_EXPORT_WIFI_H

#include "base/buf.h"
#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_identity;
struct nh_target;

#define NH_WIFI_NAMES 8
#define NH_WIFI_CAS 16
#define NH_WIFI_NAME_SIZE 254  /* RFC 1035, with NUL */
#define NH_WIFI_OUTER_SIZE 254 /* RFC 7542, with NUL */
#define NH_WIFI_SSID_SIZE 33   /* IEEE 802.11: 32 bytes, and NUL */

/* What the institution says of its network. */
struct nh_wifi {
    const char *ssid;  /* UTF-8; NULL: eduroam */
    const char *outer; /* the outer identity, "anonymous@example.ac.jp"; NULL: of the realm */
    const char *realm; /* of it, "example.ac.jp"; NULL: it is the certificate's e-mail address */
    char names[NH_WIFI_NAMES][NH_WIFI_NAME_SIZE]; /* of the RADIUS servers' certificates */
    size_t name_count;
    struct nh_bufs cas; /* of them, each in DER */
};

/* Take the names out of "radius1.example,radius2.example". NH_USAGE. */
enum nh_status nh_wifi_names(struct nh_wifi *wifi, const char *names, struct nh_error *err);

/* Can all of it be in a profile of this kind? NH_NO_NETWORK when the right server is not named,
   NH_USAGE for what is wrong. */
enum nh_status nh_wifi_check(struct nh_wifi *wifi, const struct nh_target *target,
                             struct nh_error *err);

/* Does it need no escape in any of the profiles? */
bool nh_wifi_is_plain(const char *text);

/* "*.example.ac.jp": all servers there. */
bool nh_wifi_is_pattern(const char *name);

/* What a profile is made of. */
struct nh_wifi_parts {
    const struct nh_wifi *wifi;
    const char *outer;    /* "anonymous@example.ac.jp" */
    const char *p12, *ca; /* absolute paths, where the files lie beside the profile */
    const struct nh_buf *p12_bytes;
};

/* What the person is called in the clear: as is said, else the first e-mail. Allocated.
   NH_NO_NETWORK when there is neither. */
enum nh_status nh_wifi_outer(const struct nh_wifi *wifi, const struct nh_identity *identity,
                             char **out, struct nh_error *err);

#endif
