/* SPDX-License-Identifier: MPL-2.0 */
/* The journal of issuances: one small JSON file a job. Each state is durable before the next
   step is taken. */
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

/*
 * Enter a state, together with the other fields of *job, durably. Its id is one of
 * nh_journal_name; the first state is NH_JOB_INTENT, and from then on the table of states.h says
 * which may follow: NH_INTERNAL, and nothing has changed, where another one is wanted.
 */
enum nh_status nh_job_enter(struct nh_journal *journal, struct nh_job *job, enum nh_job_state state,
                            struct nh_error *err);

/* May it enter this state? */
bool nh_job_may_enter(const struct nh_job *job, enum nh_job_state state);

const char *nh_job_word(enum nh_job_state state); /* "intent", "key", … */

bool nh_job_is_open(const struct nh_job *job); /* a certificate for its key goes on with it */
/* May a response from this site be the one that it waits for? */
bool nh_job_awaits(const struct nh_job *job, const char *site);

bool nh_job_is_unsent(const struct nh_job *job);       /* it has a key, its request has not left */
bool nh_job_has_response(const struct nh_job *job);    /* one was accepted for it */
bool nh_job_has_certificate(const struct nh_job *job); /* in the profile, proven or not */
bool nh_job_has_ended(const struct nh_job *job);       /* well or badly: no state follows */
bool nh_job_is_done(const struct nh_job *job);         /* well: its certificate was proven */

/* Is it so young that another process may be at work on it? */
bool nh_job_is_at_work(const struct nh_job *job);

/* Is room kept for its response? While that may still come from a site. */
bool nh_job_wants_room(const struct nh_job *job);

/* What a replay does with it at this moment. */
enum nh_replay nh_job_replay(const struct nh_job *job);

/* Whose step is the next, and what the person is told of it. `enrolled`: an EST server is asked. */
enum nh_party nh_job_next(const struct nh_job *job, bool enrolled);
const char *nh_job_told(const struct nh_job *job, bool enrolled);

/* The job with this id, folded away or not (fold.h). NH_NO_JOB. */
enum nh_status nh_job_load(struct nh_journal *journal, const char *id, struct nh_job *out,
                           struct nh_error *err);

#endif
