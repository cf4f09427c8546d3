/* SPDX-License-Identifier: MPL-2.0 */
/* Base64 (RFC 4648 section 4). */
#ifndef NH_NSS_BASE64_H
#define NH_NSS_BASE64_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_buf;

/* Append the bytes as base64, in lines of 64 characters with this line ending; "" gives one line.
   False without memory. */
bool nh_base64_add(const void *data, size_t length, const char *end, struct nh_buf *out);

/* Decode base64 and append the bytes; lines may be broken anywhere. NH_BAD_DATA when the text is
   damaged or empty, NH_TOO_LARGE beyond the limit of `out`. */
enum nh_status nh_base64_decode(const char *text, size_t length, struct nh_buf *out,
                                struct nh_error *err);

/* The same for a text without line breaks, which may be empty. NH_BAD_DATA for any text but the one
   that these bytes are encoded as. */
enum nh_status nh_base64_decode_strictly(const char *text, struct nh_buf *out,
                                         struct nh_error *err);

#endif
