/* SPDX-License-Identifier: MPL-2.0 */
/* What is inside a PKCS#12 file (RFC 7292 sections 4.1 and 4.2): for keyfile.h, which says more. */
#ifndef NH_FORMATS_PKCS12_H
#define NH_FORMATS_PKCS12_H

#include "base/status.h"
#include <stddef.h>

struct nh_bundle;
struct nh_opening;

/* Open the file and put its certificates and keys into the bundle. NSS's own decoder decrypts a
   key only while it stores it, and joins it to a certificate by what the file says. */
enum nh_status nh_pkcs12_read(const void *data, size_t length, const struct nh_opening *opening,
                              struct nh_bundle *bundle, struct nh_error *err);

#endif
