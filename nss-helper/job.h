/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The journal of issuances: one small JSON file a job, below
 * $XDG_STATE_HOME/nss-helper/ in one folder a profile, never in the profile
 * itself ("Refresh Firefox" would drop it). Each state is durable before the
 * next step is taken.
 */
#ifndef NH_JOB_H
#define NH_JOB_H

#include "key.h"
#include "status.h"
#include <stdbool.h>

enum nh_job_state {
    NH_JOB_INTENT,    /* a key is about to be made */
    NH_JOB_KEY,       /* key_hash is known; the key is stored, or about to be */
    NH_JOB_SENT,      /* the request left; it is never sent again by itself */
    NH_JOB_INSTALLED, /* the certificate lies beside its key */
    NH_JOB_VERIFIED,  /* and was proven */
    NH_JOB_FAILED,
};

#define NH_JOB_ID_SIZE 29 /* "20261123T043808-9f2c41d07a33" and NUL */
#define NH_SITE_SIZE 513  /* "https://portal.example:8443" and NUL */

struct nh_job {
    char id[NH_JOB_ID_SIZE];
    enum nh_job_state state;
    char site[NH_SITE_SIZE];   /* the page with the form */
    char target[NH_SITE_SIZE]; /* where the form goes */
    enum nh_key_kind kind;
    char key_hash[NH_KEY_HASH_SIZE]; /* "" before NH_JOB_KEY */
    char fingerprint[96];            /* "" before NH_JOB_INSTALLED */
};

struct nh_journal;

/* The journal of the profile in the folder `profile_path`; made if missing. */
enum nh_status nh_journal_open(const char *profile_path, struct nh_journal **out,
                               struct nh_error *err);
void nh_journal_close(struct nh_journal **journal);

/* Its folder: also the place of the spool. */
const char *nh_journal_folder(const struct nh_journal *journal);

/* A name for a new job or answer: UTC time and random bits. */
enum nh_status nh_journal_name(char id[NH_JOB_ID_SIZE], struct nh_error *err);

/* Has `id` the form of such a name? It may come from outside, and becomes a file's name. */
bool nh_journal_is_name(const char *id);

/* Fill job->id and write it down in the state NH_JOB_INTENT. */
enum nh_status nh_job_begin(struct nh_journal *journal, struct nh_job *job, struct nh_error *err);

/* Enter a state, together with the other fields of *job, durably. */
enum nh_status nh_job_enter(struct nh_journal *journal, struct nh_job *job,
                            enum nh_job_state state, struct nh_error *err);

/* The job with this id. NH_NO_JOB. */
enum nh_status nh_job_load(struct nh_journal *journal, const char *id, struct nh_job *out,
                           struct nh_error *err);

/* The open job (NH_JOB_KEY or NH_JOB_SENT) that waits for this key. NH_NO_JOB. */
enum nh_status nh_job_of_key(struct nh_journal *journal, const char *key_hash, struct nh_job *out,
                             struct nh_error *err);

#endif
