/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What an institution's own file says of its Wi-Fi: an .eap-config of eduroam CAT or
 * geteduroam (draft-winter-opsawg-eap-metadata), or Apple's .mobileconfig (Configuration
 * Profile Reference), also a signed one. Only the network, its servers and what the person is
 * called in the clear are taken; a password or a certificate is formats/settings.h's to read.
 */
#ifndef NH_EXPORT_NETFILE_H
#define NH_EXPORT_NETFILE_H

#include "base/status.h"

struct nh_buf;
struct nh_network;

/*
 * Needs an open store. NH_NO_NETWORK when it is neither of these, too large or damaged, or has
 * no 802.1X Wi-Fi in it. `ssid`: the network that is wanted, or NULL. CA and names may be
 * missing: nh_wifi_check refuses that. A signature is taken off, and not judged:
 * who gave the file to the person is for the person to know.
 */
enum nh_status nh_netfile_read(const struct nh_buf *file, const char *ssid, struct nh_network *out,
                               struct nh_error *err);

#endif
