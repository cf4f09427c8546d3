/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Read the Wi-Fi settings in an institution's file: an .eap-config of eduroam CAT or geteduroam
 * (draft-winter-opsawg-eap-metadata), or Apple's .mobileconfig (Configuration Profile Reference),
 * signed or not. Only the network, its servers and the outer identity are read; formats/settings.h
 * reads passwords and certificates.
 */
#ifndef NH_EXPORT_NETFILE_H
#define NH_EXPORT_NETFILE_H

#include "base/status.h"

struct nh_buf;
struct nh_network;

/*
 * Needs an open store. `ssid`: the wanted network, or NULL. CA and server names may be missing,
 * which nh_wifi_check rejects. A signature is not checked: the person knows where the file came
 * from. The caller resets *out. NH_NO_NETWORK when it is another kind of file, is too large or
 * damaged, or has no 802.1X Wi-Fi.
 */
enum nh_status nh_netfile_read(const struct nh_buf *file, const char *ssid, struct nh_network *out,
                               struct nh_error *err);

#endif
