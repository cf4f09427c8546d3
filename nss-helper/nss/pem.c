/* SPDX-License-Identifier: MPL-2.0 */
#include "nss/pem.h"

#include "base/buf.h"
#include "nss/base64.h"

#include <stdio.h>
#include <string.h>

enum nh_status nh_pem_write(const char *label, const void *der, size_t length, struct nh_buf *out,
                            struct nh_error *err)
{
    char begin[64], end[64];
    snprintf(begin, sizeof begin, "-----BEGIN %s-----\n", label);
    snprintf(end, sizeof end, "-----END %s-----\n", label);
    if (nh_buf_add(out, begin, strlen(begin)) && nh_base64_add(der, length, "\n", out) &&
        nh_buf_add(out, end, strlen(end)))
        return NH_OK;
    return nh_fail_memory(err);
}
