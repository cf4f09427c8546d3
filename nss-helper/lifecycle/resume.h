/* SPDX-License-Identifier: MPL-2.0 */
/* Continue unfinished requests, or give them up. */
#ifndef NH_LIFECYCLE_RESUME_H
#define NH_LIFECYCLE_RESUME_H

#include "base/status.h"
#include "journal/job.h"
#include "lifecycle/replay.h"

/*
 * Continue everything that needs no person: install responses in the spool, prove installed
 * certificates, remove what killed processes left behind. Nothing is sent again. It can be repeated
 * safely. *out and `in_background` as in nh_replay.
 */
enum nh_status nh_resume(struct nh_journal *journal, const char *profile_path, bool in_background,
                         struct nh_resumption *out, struct nh_error *err);

/*
 * Give up a job: remove its key, unless it has a certificate. NH_NO_JOB when the job is finished,
 * NH_HAS_CERTIFICATE when its certificate is waiting in the spool; both change nothing.
 */
enum nh_status nh_forget(struct nh_journal *journal, const char *profile_path, const char *id,
                         struct nh_error *err);

/* Discard a response. A job that it was accepted for waits for another one. NH_NO_JOB, NH_BUSY. */
enum nh_status nh_discard(struct nh_journal *journal, const char *response, struct nh_error *err);

/* Save a response unchanged as a file in the download folder (newfile.h), then discard it. *path is
   allocated. NH_NO_JOB, NH_BUSY, and the errors of newfile.h; after these it stays in the spool. */
enum nh_status nh_save(struct nh_journal *journal, const char *response, char **path,
                       struct nh_error *err);

#endif
