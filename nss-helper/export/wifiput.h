/* SPDX-License-Identifier: MPL-2.0 */
/* A Wi-Fi profile on the disk, with what it needs beside it. */
#ifndef NH_EXPORT_WIFIPUT_H
#define NH_EXPORT_WIFIPUT_H

#include "base/status.h"

struct nh_buf;
struct nh_newfile;
struct nh_target;
struct nh_wifi;

/*
 * Write the profile, with the identity as the PKCS#12 file `p12`: one file, or a new folder
 * with "certificate.p12" and "radius-ca.pem" beside it. *written is allocated. The errors of
 * newfile.h: then nothing is left.
 */
enum nh_status nh_wifi_put(const struct nh_target *target, const struct nh_wifi *wifi,
                           const char *outer, const struct nh_buf *p12,
                           const struct nh_newfile *place, char **written, struct nh_error *err);

#endif
