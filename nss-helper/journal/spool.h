/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Responses of CAs, stored on the disk before anything reads them, because a CA may send them only
 * once. A response that is arriving or being processed is locked by its process, so that no other
 * opens it; the lock ends with the process.
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

/* Begin a response from `site`, in space reserved by nh_room_keep if there is any. The caller
   closes *out. NH_CANT_CREATE, NH_NO_SPACE, NH_PERMISSION. */
enum nh_status nh_spool_begin(struct nh_journal *journal, const char *site, struct nh_spool **out,
                              struct nh_error *err);

/* Append bytes as they arrive. NH_TOO_LARGE beyond NH_BUF_LIMIT, or for a PKCS#12 file beyond
   NH_PFX_SIZE_MOST (pfx.h); NH_NO_SPACE, NH_IO. */
enum nh_status nh_spool_add(struct nh_spool *spool, const void *data, size_t length,
                            struct nh_error *err);

/* Finish the response; it is complete and on the disk when this returns NH_OK. NH_NO_SPACE,
   NH_IO. */
enum nh_status nh_spool_end(struct nh_spool *spool, struct nh_error *err);

/* List the ids of the complete responses, the oldest first. The errors of nh_folder_list. */
enum nh_status nh_spool_list(struct nh_journal *journal, struct nh_names *out,
                             struct nh_error *err);

/* Count the incomplete responses, of this site's host and in all. They are still arriving, or their
   process has ended. The errors of nh_folder_list. */
enum nh_status nh_spool_count_arriving(struct nh_journal *journal, const char *site,
                                       size_t *of_site, size_t *in_all, struct nh_error *err);

/* Get the site of a complete response, even while another process has it open. NH_NO_JOB. */
enum nh_status nh_spool_site(struct nh_journal *journal, const char *id, char site[NH_SITE_SIZE],
                             struct nh_error *err);

/* Open and lock a complete response; the caller closes *out. NH_NO_JOB when there is none with this
   id, NH_BUSY while another process has it open, NH_IO. */
enum nh_status nh_spool_open(struct nh_journal *journal, const char *id, struct nh_spool **out,
                             struct nh_error *err);

const char *nh_spool_id(const struct nh_spool *spool);

/* Read its bytes and its site. NH_BAD_DATA when the file is damaged, NH_IO. */
enum nh_status nh_spool_read(struct nh_spool *spool, struct nh_buf *bytes, char site[NH_SITE_SIZE],
                             struct nh_error *err);

/* Note that it is being tried, so that it is the last to be tried next time. */
void nh_spool_note_try(struct nh_spool *spool);

/* Mark it as a response that nobody asked for: no action and no job of the person led to it. The
   mark is a mode bit of the file, so that a crash can't separate the two. */
void nh_spool_note_unasked(struct nh_spool *spool);
bool nh_spool_is_unasked(const struct stat *file);

/* Remove it. NH_IO. */
enum nh_status nh_spool_remove(struct nh_spool *spool, struct nh_error *err);

/* Close it. A complete response stays; an incomplete one is removed. NULL is allowed. */
void nh_spool_close(struct nh_spool **spool);

/* Remove incomplete responses of processes that were killed. */
void nh_spool_sweep(struct nh_journal *journal);

#endif
