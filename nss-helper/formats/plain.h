/* SPDX-License-Identifier: MPL-2.0 */
/* Texts with a byte order mark or in UTF-16, as editors and servers write them, converted to
   ASCII. */
#ifndef NH_FORMATS_PLAIN_H
#define NH_FORMATS_PLAIN_H

#include "base/buf.h"
#include "base/status.h"

struct nh_plain {
    const void *data; /* within the given data, or within `copy` */
    size_t length;
    struct nh_buf copy;
};

/* Convert the text, and skip blank lines at its start. Data that is not text is left as it is. The
   caller resets `out`, and keeps `data` until then. */
enum nh_status nh_plain_open(const void *data, size_t length, struct nh_plain *out,
                             struct nh_error *err);
void nh_plain_reset(struct nh_plain *plain);

#endif
