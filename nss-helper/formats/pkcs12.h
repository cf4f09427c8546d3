/* SPDX-License-Identifier: MPL-2.0 */
/* The content of a PKCS#12 file (RFC 7292 sections 4.1 and 4.2), for keyfile.h. */
#ifndef NH_FORMATS_PKCS12_H
#define NH_FORMATS_PKCS12_H

#include "base/status.h"
#include <stddef.h>

struct nh_bundle;
struct nh_opening;

/* Open the file and add its certificates and keys to the bundle. NSS's own decoder is not used: it
   decrypts a key only while storing it, and believes the file which certificate belongs to it. The
   errors of nh_keyfile_open. */
enum nh_status nh_pkcs12_read(const void *data, size_t length, const struct nh_opening *opening,
                              struct nh_bundle *bundle, struct nh_error *err);

#endif
