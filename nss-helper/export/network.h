/* SPDX-License-Identifier: MPL-2.0 */
/* What an institution says of its Wi-Fi, as it is read from a file of its own. */
#ifndef NH_EXPORT_NETWORK_H
#define NH_EXPORT_NETWORK_H

#include "base/buf.h"
#include "base/status.h"
#include "export/wifi.h"
#include <stdbool.h>
#include <stddef.h>

#define NH_NETWORK_EAP_TLS "13" /* https://www.iana.org/assignments/eap-numbers */

struct nh_network {
    bool long_ssid, long_outer, long_realm; /* there is one, and none can be so long */
    char ssid[NH_WIFI_SSID_SIZE];           /* "eduroam" where it is among several; "" for none */
    char outer[NH_WIFI_OUTER_SIZE];         /* what everybody is called in the clear; "" for none */
    char realm[NH_WIFI_NAME_SIZE];          /* where it is not said; "" for none */
    char names[NH_WIFI_NAMES][NH_WIFI_NAME_SIZE]; /* of the RADIUS servers' certificates */
    size_t name_count;
    struct nh_bufs cas; /* of them, each in DER */
};

void nh_network_reset(struct nh_network *network);

/* What is missing still is taken from the institution's file, which has to outlive it.
   NH_NO_NETWORK when it is too long there. */
enum nh_status nh_network_complete(struct nh_wifi *wifi, const struct nh_network *network,
                                   struct nh_error *err);

/* "eduroam" outranks the others, and the first is better than none. */
void nh_network_add_ssid(struct nh_network *network, const char *ssid);
/* NH_NO_NETWORK when there are too many, and when it is too long. */
enum nh_status nh_network_add_name(struct nh_network *network, const char *name,
                                   struct nh_error *err);
/* One in base64, of DER or PEM; NH_NO_NETWORK. */
enum nh_status nh_network_add_ca(struct nh_network *network, const char *base64,
                                 struct nh_error *err);
/* "anonymous@example.ac.jp": the institution's word, for everybody. */
void nh_network_take_outer(struct nh_network *network, const char *outer);
/* "example.ac.jp", where no realm was taken yet. */
void nh_network_take_realm(struct nh_network *network, const char *realm);

#endif
