/* SPDX-License-Identifier: MPL-2.0 */
/* Show what a file would bring, as far as possible without a password. The person is not asked. */
#ifndef NH_LIFECYCLE_PREVIEW_H
#define NH_LIFECYCLE_PREVIEW_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct cJSON;
struct nh_buf;

struct nh_preview {
    bool has_key;           /* the file contains keys */
    bool is_sealed;         /* its content can't be read without a password */
    bool is_known;          /* the profile has the certificate already */
    size_t others;          /* further identities, or new issuers */
    struct cJSON *identity; /* first certificate, from report.h; NULL when sealed */
};

/*
 * Read the bytes of a file, and change nothing. If the profile is locked, a file with keys counts
 * as sealed, and of a file with certificates the first is shown, whether its key is there or not.
 * The caller resets *out. The errors of nh_keyfile_open, nh_certfile_read and nh_incoming_read.
 */
enum nh_status nh_preview_read(const char *profile_path, const struct nh_buf *bytes,
                               struct nh_preview *out, struct nh_error *err);

void nh_preview_reset(struct nh_preview *preview);

#endif
