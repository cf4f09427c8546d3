/* SPDX-License-Identifier: MPL-2.0 */
/* Read a .mobileconfig, given the root of its document. The errors of nh_netfile_read. */
#ifndef NH_EXPORT_nh_netfile_apple_H
#define NH_EXPORT_nh_netfile_apple_H

#include "base/status.h"

struct nh_network;
struct nh_xml;

enum nh_status nh_netfile_apple(const struct nh_xml *root, const char *ssid, struct nh_network *out,
                                struct nh_error *err);

#endif
