/* SPDX-License-Identifier: MPL-2.0 */
/* Read an .eap-config, given the root of its document. The errors of nh_netfile_read. */
#ifndef NH_EXPORT_nh_netfile_eap_H
#define NH_EXPORT_nh_netfile_eap_H

#include "base/status.h"

struct nh_network;
struct nh_xml;

enum nh_status nh_netfile_eap(const struct nh_xml *root, struct nh_network *out,
                              struct nh_error *err);

#endif
