/* SPDX-License-Identifier: MPL-2.0 */
/* A job: the record of one request for a certificate, from the key to the installed certificate. It
   is a small JSON file. Each state is on the disk before the next step is taken. */
#ifndef NH_JOURNAL_JOB_H
#define NH_JOURNAL_JOB_H

#include "base/site.h"
#include "base/status.h"
#include "journal/journal.h"
#include "journal/states.h"
#include "nss/key.h"
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct nh_job {
    char id[NH_JOB_ID_SIZE];
    enum nh_job_state state;
    char site[NH_SITE_SIZE];   /* of the page with the form; "" for a request by the command */
    char target[NH_SITE_SIZE]; /* the site that the form is sent to */
    enum nh_key_kind kind;
    char key_hash[NH_KEY_HASH_SIZE]; /* "" before NH_JOB_KEY */
    char key_id[NH_KEY_ID_SIZE];     /* "" before NH_JOB_KEY */
    char fingerprint[96];            /* "" before NH_JOB_INSTALLED */
    char response[NH_JOB_ID_SIZE];   /* its id in the spool; "" before NH_JOB_RECEIVED */
    enum nh_status cause;            /* for NH_JOB_FAILED; NH_OK: it was interrupted */
    time_t changed;                  /* when it entered its state, UTC */
};

/*
 * Enter a state, and store all fields of *job; they are on the disk when this returns. The id is
 * from nh_journal_name. The first state is NH_JOB_INTENT; the table in states.h says which may
 * follow each. NH_INTERNAL for any other, which changes nothing. The errors of nh_journal_write.
 */
enum nh_status nh_job_enter(struct nh_journal *journal, struct nh_job *job, enum nh_job_state state,
                            struct nh_error *err);

/* Whether the job may enter this state. */
bool nh_job_may_enter(const struct nh_job *job, enum nh_job_state state);

const char *nh_job_word(enum nh_job_state state); /* "intent", "key", … */

bool nh_job_is_open(const struct nh_job *job); /* it continues with a certificate for its key */
/* Whether the job may be waiting for a response from this site. */
bool nh_job_awaits(const struct nh_job *job, const char *site);

bool nh_job_is_unsent(const struct nh_job *job);    /* it has a key; its request was not sent */
bool nh_job_has_response(const struct nh_job *job); /* a response was accepted for it */
bool nh_job_has_certificate(
    const struct nh_job *job); /* its certificate is in the profile, proven or not */
bool nh_job_has_ended(const struct nh_job *job); /* done, failed or forgotten: no state follows */
bool nh_job_is_done(const struct nh_job *job);   /* its certificate was installed and proven */

/* Whether its state is so recent that another process may be working on it. */
bool nh_job_is_at_work(const struct nh_job *job);

/* Whether disk space is reserved for its response, because one may still come from a site. */
bool nh_job_wants_room(const struct nh_job *job);

/* What a replay does with the job now. */
enum nh_replay nh_job_replay(const struct nh_job *job);

/* Who has to act next, and the text for the person about it. `enrolled`: the job is at an EST
   server. */
enum nh_party nh_job_next(const struct nh_job *job, bool enrolled);
const char *nh_job_told(const struct nh_job *job, bool enrolled);

/* Load the job with this id, folded (fold.h) or not. NH_NO_JOB, NH_BAD_DATA. */
enum nh_status nh_job_load(struct nh_journal *journal, const char *id, struct nh_job *out,
                           struct nh_error *err);

#endif
