/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A Wi-Fi profile for EAP-TLS (RFC 5216, RFC 9190) with an identity, one file a program. It
 * always says which server is the right one, by the CA and the name of its certificate: a
 * profile without that hands the person to any access point. It never holds the password.
 */
#ifndef NH_WIFI_H
#define NH_WIFI_H

#include "buf.h"
#include "export.h"
#include "status.h"
#include <stddef.h>

struct nh_identity;
struct nh_private_place;

#define NH_WIFI_NAMES 8
#define NH_WIFI_CAS 16
#define NH_WIFI_NAME_SIZE 254 /* RFC 1035, with NUL */
#define NH_WIFI_OUTER_SIZE 254 /* RFC 7542, with NUL */
#define NH_WIFI_SSID_SIZE 33  /* IEEE 802.11: 32 bytes, and NUL */

struct nh_netfile;

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

/* What is missing still is taken from the institution's file, which has to outlive it. */
enum nh_status nh_wifi_complete(struct nh_wifi *wifi, const struct nh_netfile *netfile,
                                struct nh_error *err);

/* Can all of it be in a profile of this kind? NH_NO_NETWORK when the right server is not named,
   NH_USAGE for what is wrong. */
enum nh_status nh_wifi_check(struct nh_wifi *wifi, const struct nh_target *target,
                             struct nh_error *err);

/* "*.example.ac.jp": all servers there. */
bool nh_wifi_is_pattern(const char *name);

/* "eduroam, radius.example.ac.jp, CN=Example Root": for the person to compare. Allocated; NULL
   without memory. Needs an open store. */
char *nh_wifi_describe(const struct nh_wifi *wifi);

/* Did this CA sign itself? Needs an open store. */
bool nh_wifi_is_root(const struct nh_buf *ca);

/* What the texts below are made of. */
struct nh_wifi_parts {
    const struct nh_wifi *wifi;
    const char *outer; /* "anonymous@example.ac.jp" */
    const char *p12, *ca; /* absolute paths, where the files lie beside the profile */
    const struct nh_buf *p12_bytes;
};

/* Each is false without memory. */
nh_wifi_write nh_wifi_networkmanager; /* nm-settings-keyfile(5) */
nh_wifi_write nh_wifi_wpa_supplicant; /* wpa_supplicant.conf(5), a network block */
nh_wifi_write nh_wifi_apple;          /* Configuration Profile Reference, .mobileconfig; needs an
                                         open store */
nh_wifi_write nh_wifi_geteduroam;     /* draft-winter-opsawg-eap-metadata, .eap-config */
nh_wifi_write nh_wifi_windows;        /* WLAN_profile Schema; needs an open store */

/* What the person is called in the clear: as is said, else the first e-mail. Allocated.
   NH_NO_NETWORK when there is neither. */
enum nh_status nh_wifi_outer(const struct nh_wifi *wifi, const struct nh_identity *identity,
                             char **out, struct nh_error *err);

/*
 * Write the profile, with the identity as the PKCS#12 file `p12`: one file, or a new folder
 * with "certificate.p12" and "radius-ca.pem" beside it. *written is allocated. The errors of
 * private.h: then nothing is left.
 */
enum nh_status nh_wifi_put(const struct nh_target *target, const struct nh_wifi *wifi,
                           const char *outer, const struct nh_buf *p12,
                           const struct nh_private_place *place, char **written,
                           struct nh_error *err);

#endif
