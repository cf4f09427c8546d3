/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The states of a job in one table: which states may follow, what is true in each, who has to act
 * next, what a replay does, and what the person is told. Other code uses the functions of job.h.
 */
#ifndef NH_JOURNAL_STATES_H
#define NH_JOURNAL_STATES_H

#include <stdbool.h>

enum nh_job_state {
    NH_JOB_INTENT,    /* a key is about to be created */
    NH_JOB_KEY,       /* key_hash and key_id are known; the key is stored, or about to be */
    NH_JOB_SENT,      /* the request was sent; only to an EST server is it sent again */
    NH_JOB_RECEIVED,  /* a response for its key is in the spool, and was accepted */
    NH_JOB_INSTALLED, /* the certificate is stored with its key */
    NH_JOB_VERIFIED,  /* the certificate was proven */
    NH_JOB_FAILED,    /* no key was created, or the certificate was removed */
    NH_JOB_FORGOTTEN, /* the person gave it up */
    NH_JOB_STATES     /* number of states */
};

/* How the certificate is requested. */
enum nh_way {
    NH_WAY_COMMAND, /* the person takes the request to a CA */
    NH_WAY_FORM,    /* a form of a site sends it */
    NH_WAY_EST,     /* it is sent to an EST server, if need be again */
    NH_WAYS
};

/* Who has to act next. */
enum nh_party {
    NH_PARTY_NOBODY, /* this program, or nothing is left to do */
    NH_PARTY_PERSON,
    NH_PARTY_SITE,
    NH_PARTY_SERVER,
};

/* What a replay does when no process can be working on the job. */
enum nh_replay {
    NH_REPLAY_LEAVE,
    NH_REPLAY_FAIL,  /* it was interrupted before it had a key: it fails */
    NH_REPLAY_PROVE, /* prove the certificate, unless a response of the job is in the spool */
};

/* Longer than creating a key and sending a form take. */
#define NH_AT_WORK_SECONDS 600
#define NH_ROOM_DAYS 60

struct nh_job_row {
    const char *word; /* its name in the journal and in JSON */
    unsigned next;    /* the states that may follow: 1U << state */
    bool open;        /* it continues with a certificate for its key */
    bool unsent;      /* it has a key; its request was not sent */
    bool response;    /* a response was accepted */
    bool certificate; /* its certificate is in the profile */
    int work_seconds; /* seconds for which another process may be working on it */
    int room_days;    /* days for which disk space is reserved for a site's response */
    enum nh_replay replay;
    struct {
        enum nh_party next;
        const char *told; /* lines to translate, without the last line end; or NULL */
    } by[NH_WAYS];
};

const struct nh_job_row *nh_job_row(enum nh_job_state state);

#endif
