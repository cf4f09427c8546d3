/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What an institution's own file says of its Wi-Fi: an .eap-config of eduroam CAT or
 * geteduroam (draft-winter-opsawg-eap-metadata), or Apple's .mobileconfig (Configuration
 * Profile Reference), also a signed one. Only the network and its servers are taken; what such
 * a file may hold of a person, a password or a certificate, is not looked at.
 */
#ifndef NH_NETFILE_H
#define NH_NETFILE_H

#include "status.h"
#include "wifi.h"
#include <stddef.h>

struct nh_buf;
struct nh_xml;

struct nh_netfile {
    char ssid[NH_WIFI_SSID_SIZE];      /* "eduroam" where it is among several; "" for none */
    char realm[NH_WIFI_NAME_SIZE];     /* of the outer identity; "" for none */
    char names[NH_WIFI_NAMES][NH_WIFI_NAME_SIZE]; /* of the RADIUS servers' certificates */
    size_t name_count;
    struct nh_bufs cas;                /* of them, each in DER */
};

/*
 * Needs an open store. NH_NO_NETWORK when it is neither of these, too large or damaged, or has
 * no 802.1X Wi-Fi in it. CA and names may be missing: nh_wifi_check refuses that. A signature is taken off, and not judged:
 * who gave the file to the person is for the person to know.
 */
enum nh_status nh_netfile_read(const struct nh_buf *file, struct nh_netfile *out,
                               struct nh_error *err);
void nh_netfile_reset(struct nh_netfile *netfile);

/* Of each kind, from the root of the document. */
enum nh_status nh_netfile_eap(const struct nh_xml *root, struct nh_netfile *out,
                              struct nh_error *err);
enum nh_status nh_netfile_apple(const struct nh_xml *root, struct nh_netfile *out,
                                struct nh_error *err);

/* For these two: "eduroam" outranks the others, and the first is better than none. */
void nh_netfile_add_ssid(struct nh_netfile *netfile, const char *ssid);
/* NH_NO_NETWORK when there are too many, or it is too long. */
enum nh_status nh_netfile_add_name(struct nh_netfile *netfile, const char *name,
                                   struct nh_error *err);
/* One in base64, of DER or PEM; NH_NO_NETWORK. */
enum nh_status nh_netfile_add_ca(struct nh_netfile *netfile, const char *base64,
                                 struct nh_error *err);
/* "anonymous@example.ac.jp"; without a realm nothing is taken. */
void nh_netfile_take_realm(struct nh_netfile *netfile, const char *outer);

#endif
