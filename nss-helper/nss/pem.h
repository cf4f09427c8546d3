/* SPDX-License-Identifier: MPL-2.0 */
/* Write PEM (RFC 7468). armour.h reads it. */
#ifndef NH_NSS_PEM_H
#define NH_NSS_PEM_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_buf;

/* Append a block: "-----BEGIN label-----", base64, "-----END label-----". */
enum nh_status nh_pem_write(const char *label, const void *der, size_t length, struct nh_buf *out,
                            struct nh_error *err);

#endif
