/* SPDX-License-Identifier: MPL-2.0 */
/* Text as editors and servers write it (UTF-8 behind a byte order mark, UTF-16), in ASCII's way. */
#ifndef NH_FORMATS_PLAIN_H
#define NH_FORMATS_PLAIN_H

#include "base/buf.h"
#include "base/status.h"

struct nh_plain {
    const void *data; /* of what was given, or of `copy` */
    size_t length;
    struct nh_buf copy;
};

/* See through both, and through blank lines in front. Bytes that are no text stay as they are.
   The caller resets `out`, and keeps what was given as long. */
enum nh_status nh_plain_open(const void *data, size_t length, struct nh_plain *out,
                             struct nh_error *err);
void nh_plain_reset(struct nh_plain *plain);

#endif
