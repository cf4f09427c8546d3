/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The bytes that a CA hands out once: on disk before anything looks at them. A response
 * that is arriving or being worked on is locked by its process, so that no other takes
 * it up meanwhile; the lock ends with the process.
 */
#ifndef NH_JOURNAL_SPOOL_H
#define NH_JOURNAL_SPOOL_H

#include "base/status.h"
#include "journal/job.h"
#include <stddef.h>

struct nh_buf;
struct nh_names;
struct nh_spool; /* one response */
struct stat;

/* Begin a response from `site`, in the room that nh_room_keep has reserved, if any. */
enum nh_status nh_spool_begin(struct nh_journal *journal, const char *site, struct nh_spool **out,
                              struct nh_error *err);

/* Add bytes as they arrive; NH_TOO_LARGE past NH_BUF_LIMIT, and for a PKCS#12 file past what
   nh_pfx_open takes (pfx.h). */
enum nh_status nh_spool_add(struct nh_spool *spool, const void *data, size_t length,
                            struct nh_error *err);

/* All came: durable, with its folder, when this returns NH_OK, and finished. */
enum nh_status nh_spool_end(struct nh_spool *spool, struct nh_error *err);

/* The names of the finished responses, the oldest first. */
enum nh_status nh_spool_list(struct nh_journal *journal, struct nh_names *out,
                             struct nh_error *err);

/* How many are not finished, of this site's host and in all: their bytes still come, or broke
   off with their process. */
enum nh_status nh_spool_count_arriving(struct nh_journal *journal, const char *site,
                                       size_t *of_site, size_t *in_all, struct nh_error *err);

/* The site that a finished response came from, whoever works on it. NH_NO_JOB. */
enum nh_status nh_spool_site(struct nh_journal *journal, const char *id, char site[NH_SITE_SIZE],
                             struct nh_error *err);

/* Take up a finished response. NH_NO_JOB when there is none, NH_BUSY while another
   process works on it. */
enum nh_status nh_spool_open(struct nh_journal *journal, const char *id, struct nh_spool **out,
                             struct nh_error *err);

const char *nh_spool_id(const struct nh_spool *spool);

/* Its bytes and the site that it came from. */
enum nh_status nh_spool_read(struct nh_spool *spool, struct nh_buf *bytes, char site[NH_SITE_SIZE],
                             struct nh_error *err);

/* It is being tried: of those that are kept it is the last one now. */
void nh_spool_note_try(struct nh_spool *spool);

/* No press and no job of the person has led to it. It is a bit of the file itself: there is no
   moment in which a crash could part them. */
void nh_spool_note_unasked(struct nh_spool *spool);
bool nh_spool_is_unasked(const struct stat *file);

/* It is not needed any more: remove it. */
enum nh_status nh_spool_remove(struct nh_spool *spool, struct nh_error *err);

/* Let go of it. What is finished stays; what broke off is removed. NULL is allowed. */
void nh_spool_close(struct nh_spool **spool);

/* Remove what arrived at a process that was killed meanwhile. */
void nh_spool_sweep(struct nh_journal *journal);

#endif
