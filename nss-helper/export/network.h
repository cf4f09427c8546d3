/* SPDX-License-Identifier: MPL-2.0 */
/* The Wi-Fi settings read from an institution's file. */
#ifndef NH_EXPORT_NETWORK_H
#define NH_EXPORT_NETWORK_H

#include "base/buf.h"
#include "base/status.h"
#include "export/wifi.h"
#include <stdbool.h>
#include <stddef.h>

#define NH_NETWORK_EAP_TLS "13" /* https://www.iana.org/assignments/eap-numbers */

struct nh_network {
    bool long_ssid, long_outer, long_realm; /* the file has one that is too long */
    char ssid[NH_WIFI_SSID_SIZE];           /* "eduroam" if it is among several; "" for none */
    char outer[NH_WIFI_OUTER_SIZE];         /* outer identity of all users; "" for none */
    char realm[NH_WIFI_NAME_SIZE]; /* for an outer identity if there is none; "" for none */
    char names[NH_WIFI_NAMES][NH_WIFI_NAME_SIZE]; /* of the RADIUS servers' certificates */
    size_t name_count;
    struct nh_bufs cas; /* of these servers, each in DER */
};

void nh_network_reset(struct nh_network *network);

/* Fill what is missing in *wifi from the file's settings, which must outlive it. NH_NO_NETWORK when
   a value is too long. */
enum nh_status nh_network_complete(struct nh_wifi *wifi, const struct nh_network *network,
                                   struct nh_error *err);

/* Take an SSID: "eduroam" before others, else the first. */
void nh_network_add_ssid(struct nh_network *network, const char *ssid);
/* Add a server name. NH_NO_NETWORK when there are too many, or it is too long. */
enum nh_status nh_network_add_name(struct nh_network *network, const char *name,
                                   struct nh_error *err);
/* Add a CA, in base64 of DER or PEM. NH_NO_NETWORK when it is damaged or there are too many. */
enum nh_status nh_network_add_ca(struct nh_network *network, const char *base64,
                                 struct nh_error *err);
/* Take the outer identity of all users, "anonymous@example.ac.jp". */
void nh_network_take_outer(struct nh_network *network, const char *outer);
/* Take a realm, "example.ac.jp", unless there is one. */
void nh_network_take_realm(struct nh_network *network, const char *realm);

#endif
