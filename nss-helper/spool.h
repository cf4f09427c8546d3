/* SPDX-License-Identifier: MPL-2.0 */
/* The bytes that a CA hands out once: on disk before anything looks at them. */
#ifndef NH_SPOOL_H
#define NH_SPOOL_H

#include "job.h"
#include "status.h"
#include <stddef.h>

struct nh_buf;
struct nh_spool; /* an answer that is arriving */

/* Begin an answer from `site`. */
enum nh_status nh_spool_begin(struct nh_journal *journal, const char *site, struct nh_spool **out,
                              struct nh_error *err);

/* Add bytes as they arrive; NH_TOO_LARGE past NH_BUF_LIMIT. */
enum nh_status nh_spool_add(struct nh_spool *spool, const void *data, size_t length,
                            struct nh_error *err);

/* All came: durable, with its folder, when this returns. `id` names it from now on. */
enum nh_status nh_spool_end(struct nh_spool **spool, char id[NH_JOB_ID_SIZE],
                            struct nh_error *err);

/* It broke off: what came is removed. NULL is allowed. */
void nh_spool_drop(struct nh_spool **spool);

/* A finished answer again: its bytes and the site that it came from. NH_NO_JOB. */
enum nh_status nh_spool_read(struct nh_journal *journal, const char *id, struct nh_buf *bytes,
                             char site[NH_SITE_SIZE], struct nh_error *err);

/* It was installed or refused: remove it. */
enum nh_status nh_spool_remove(struct nh_journal *journal, const char *id, struct nh_error *err);

#endif
