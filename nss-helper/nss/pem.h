/* SPDX-License-Identifier: MPL-2.0 */
/* PEM (RFC 7468), written. Reading is armour.h's. */
#ifndef NH_NSS_PEM_H
#define NH_NSS_PEM_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_buf;

/* Add "-----BEGIN label-----" and so on. */
enum nh_status nh_pem_write(const char *label, const void *der, size_t length, struct nh_buf *out,
                            struct nh_error *err);

#endif
