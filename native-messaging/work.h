/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What a session does in the profile. Each of these opens the store, works, and
 * closes it again before it returns: nothing is held while the browser is waited
 * for.
 */
#ifndef NH_WORK_H
#define NH_WORK_H

#include "identity.h"
#include "job.h"
#include "status.h"
#include "verify.h"
#include <stdbool.h>

struct nh_buf;

/* Can keys and certificates be kept in this profile? */
enum nh_status nh_work_check(const char *profile_path, struct nh_error *err);

/* A key for the job, whose site, target and kind are set, and what the form is to
   carry. The key is stored and journalled when this returns. */
enum nh_status nh_work_issue(struct nh_journal *journal, const char *profile_path,
                             struct nh_job *job, const char *challenge, struct nh_buf *spkac,
                             struct nh_error *err);

struct nh_installation {
    char job[NH_JOB_ID_SIZE]; /* that it ends, or "" */
    const char *reason;       /* with NH_ASK: the word of PROTOCOL.md */
    bool kept;                /* the answer is still in the spool */
    bool tried;               /* `proof` is filled */
    struct nh_answer answer;  /* identity NULL when it was not read */
    struct nh_proof proof;
};

void nh_installation_reset(struct nh_installation *installation);

/*
 * Install the answer `id` of the spool and prove it. Unless the person said yes
 * (`agreed`) it goes in by itself only for an open job of its key and site; else
 * NH_ASK. *out is filled in either case.
 */
enum nh_status nh_work_install(struct nh_journal *journal, const char *profile_path,
                               const char *language, const char *id, bool agreed,
                               struct nh_installation *out, struct nh_error *err);

#endif
