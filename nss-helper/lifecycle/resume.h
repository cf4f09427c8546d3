/* SPDX-License-Identifier: MPL-2.0 */
/* Issuances that did not come to their end: go on with them, or forget them. */
#ifndef NH_LIFECYCLE_RESUME_H
#define NH_LIFECYCLE_RESUME_H

#include "base/status.h"
#include "journal/job.h"
#include "lifecycle/replay.h"

/*
 * Go on with all that can go on without the person, as often as wanted and always with
 * the same outcome: responses in the spool are installed, what was installed is proven,
 * what a killed process left behind is removed. Nothing is ever sent again. *out tells of
 * each response that was tried, but of those that another process works on. `in_background`:
 * as with nh_replay.
 */
enum nh_status nh_resume(struct nh_journal *journal, const char *profile_path, bool in_background,
                         struct nh_resumption *out, struct nh_error *err);

/*
 * The person wants this job no more: its key is removed, unless it has a certificate.
 * NH_NO_JOB when it has ended, NH_HAS_CERTIFICATE when its certificate has come and
 * waits in the spool: then nothing changes.
 */
enum nh_status nh_forget(struct nh_journal *journal, const char *profile_path, const char *id,
                         struct nh_error *err);

/* The person wants this response no more: its bytes are removed, and a job that it was
   accepted for waits again. NH_NO_JOB, NH_BUSY. */
enum nh_status nh_discard(struct nh_journal *journal, const char *response, struct nh_error *err);

/* The person wants the file itself: it is written as it came into their download folder
   (newfile.h), and is then discarded. *path is allocated. NH_NO_JOB, NH_BUSY, and the errors
   of newfile.h: then it stays as it was. */
enum nh_status nh_save(struct nh_journal *journal, const char *response, char **path,
                       struct nh_error *err);

#endif
