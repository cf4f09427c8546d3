/* SPDX-License-Identifier: MPL-2.0 */
/* What a file would bring, as far as that can be told without a password. Nobody is asked. */
#ifndef NH_LIFECYCLE_PREVIEW_H
#define NH_LIFECYCLE_PREVIEW_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct cJSON;
struct nh_buf;

struct nh_preview {
    bool has_key;           /* the file brings keys */
    bool is_sealed;         /* only a password tells what is in it */
    bool is_known;          /* that very certificate is there already */
    size_t others;          /* further identities, or issuers that would be new */
    struct cJSON *identity; /* the first certificate in it, as report.h has it; NULL when sealed */
};

/*
 * Look at the bytes of a file, and change nothing. A primary password is not asked for: without it
 * a file with keys counts as sealed, and of one with certificates the first is told, whether its
 * key is there or not. Else the errors of keyfile.h, certfile.h and incoming.h. *out is reset by
 * the caller.
 */
enum nh_status nh_preview_read(const char *profile_path, const struct nh_buf *bytes,
                               struct nh_preview *out, struct nh_error *err);

void nh_preview_reset(struct nh_preview *preview);

#endif
