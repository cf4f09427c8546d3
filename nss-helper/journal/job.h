/* SPDX-License-Identifier: MPL-2.0 */
/* The journal of issuances: one small JSON file a job. Each state is durable before the next
   step is taken. */
#ifndef NH_JOURNAL_JOB_H
#define NH_JOURNAL_JOB_H

#include "base/site.h"
#include "base/status.h"
#include "journal/journal.h"
#include "nss/key.h"
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

enum nh_job_state {
    NH_JOB_INTENT,    /* a key is about to be made */
    NH_JOB_KEY,       /* key_hash and key_id are known; the key is stored, or about to be */
    NH_JOB_SENT,      /* the request left; but to an EST server it is never sent again */
    NH_JOB_RECEIVED,  /* the response for its key is in the spool, and was accepted */
    NH_JOB_INSTALLED, /* the certificate lies beside its key */
    NH_JOB_VERIFIED,  /* and was proven */
    NH_JOB_FAILED,    /* no key was made for it, or its certificate has gone */
    NH_JOB_FORGOTTEN, /* the person wanted it no more */
};

struct nh_job {
    char id[NH_JOB_ID_SIZE];
    enum nh_job_state state;
    char site[NH_SITE_SIZE];   /* the page with the form; "" for a request by the command */
    char target[NH_SITE_SIZE]; /* where the form goes */
    enum nh_key_kind kind;
    char key_hash[NH_KEY_HASH_SIZE]; /* "" before NH_JOB_KEY */
    char key_id[NH_KEY_ID_SIZE];     /* "" before NH_JOB_KEY */
    char fingerprint[96];            /* "" before NH_JOB_INSTALLED */
    char response[NH_JOB_ID_SIZE];   /* in the spool; "" before NH_JOB_RECEIVED */
    enum nh_status cause;            /* of NH_JOB_FAILED; NH_OK: it was interrupted */
    time_t changed;                  /* when it entered its state, UTC */
};

/* Enter a state, together with the other fields of *job, durably. Its id is one of
   nh_journal_name; the first state is NH_JOB_INTENT. */
enum nh_status nh_job_enter(struct nh_journal *journal, struct nh_job *job, enum nh_job_state state,
                            struct nh_error *err);

const char *nh_job_word(enum nh_job_state state); /* "intent", "key", … */

/* Does a certificate for its key go on with it? From NH_JOB_KEY to NH_JOB_INSTALLED. */
bool nh_job_is_open(const struct nh_job *job);

/* The job with this id. NH_NO_JOB. */
enum nh_status nh_job_load(struct nh_journal *journal, const char *id, struct nh_job *out,
                           struct nh_error *err);

struct nh_jobs {
    struct nh_job *items;
    size_t count;
};

void nh_jobs_reset(struct nh_jobs *jobs);

/* All jobs that can be read, the oldest first. */
enum nh_status nh_jobs_list(struct nh_journal *journal, struct nh_jobs *out, struct nh_error *err);

#endif
