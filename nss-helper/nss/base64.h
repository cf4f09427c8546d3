/* SPDX-License-Identifier: MPL-2.0 */
/* Base64 (RFC 4648 section 4). */
#ifndef NH_NSS_BASE64_H
#define NH_NSS_BASE64_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_buf;

/* Add base64 in lines of 64 characters, each with this end; "" makes one line of it. False
   without memory. */
bool nh_base64_add(const void *data, size_t length, const char *end, struct nh_buf *out);

/* Add the bytes that base64 stands for; lines may be broken anywhere. NH_BAD_DATA when it is
   damaged, or there is nothing in it; what a lack of memory is called is not that. */
enum nh_status nh_base64_decode(const char *text, size_t length, struct nh_buf *out,
                                struct nh_error *err);

/* The same of a text without lines, in the one spelling that its bytes have; it may be empty. */
enum nh_status nh_base64_decode_strictly(const char *text, struct nh_buf *out,
                                         struct nh_error *err);

#endif
