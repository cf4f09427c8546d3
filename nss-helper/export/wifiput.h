/* SPDX-License-Identifier: MPL-2.0 */
/* Write a Wi-Fi profile, and the files that it needs. */
#ifndef NH_EXPORT_WIFIPUT_H
#define NH_EXPORT_WIFIPUT_H

#include "base/status.h"

struct nh_buf;
struct nh_newfile;
struct nh_target;
struct nh_wifi;

/*
 * Write the profile with the identity in `p12` (PKCS#12): one file, or a new folder that also has
 * "certificate.p12" and "radius-ca.pem". *written is its path, allocated. The errors of newfile.h,
 * which leave nothing behind.
 */
enum nh_status nh_wifi_put(const struct nh_target *target, const struct nh_wifi *wifi,
                           const char *outer, const struct nh_buf *p12,
                           const struct nh_newfile *place, char **written, struct nh_error *err);

#endif
