/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Wi-Fi profiles for EAP-TLS (RFC 5216, RFC 9190) with an identity. A profile always names the CA
 * and the server's name in its certificate, because without them it would trust any access point.
 * It never contains the password.
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

/* The settings of an institution's network. */
struct nh_wifi {
    const char *ssid;  /* UTF-8; NULL: eduroam */
    const char *outer; /* outer identity, "anonymous@example.ac.jp"; NULL: from `realm` */
    const char *realm; /* "example.ac.jp"; NULL: use the certificate's e-mail address */
    char names[NH_WIFI_NAMES][NH_WIFI_NAME_SIZE]; /* of the RADIUS servers' certificates */
    size_t name_count;
    struct nh_bufs cas; /* of these servers, each in DER */
};

/* Parse the server names in "radius1.example,radius2.example". NH_USAGE. */
enum nh_status nh_wifi_names(struct nh_wifi *wifi, const char *names, struct nh_error *err);

/* Check the settings for a profile of this target. NH_NO_NETWORK when the CA or the server names
   are missing, NH_USAGE when a value is wrong. */
enum nh_status nh_wifi_check(struct nh_wifi *wifi, const struct nh_target *target,
                             struct nh_error *err);

/* Whether the text needs no escapes in any kind of profile. */
bool nh_wifi_is_plain(const char *text);

/* Whether it is a pattern such as "*.example.ac.jp". */
bool nh_wifi_is_pattern(const char *name);

/* The parts of a profile. */
struct nh_wifi_parts {
    const struct nh_wifi *wifi;
    const char *outer;    /* "anonymous@example.ac.jp" */
    const char *p12, *ca; /* absolute paths of the files, if they are separate */
    const struct nh_buf *p12_bytes;
};

/* The outer identity, which is sent in the clear: that of the settings, else the first e-mail
   address. Allocated. NH_NO_NETWORK when there is neither. */
enum nh_status nh_wifi_outer(const struct nh_wifi *wifi, const struct nh_identity *identity,
                             char **out, struct nh_error *err);

#endif
