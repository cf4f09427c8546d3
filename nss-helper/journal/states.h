/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The states of a job, one table: what may follow, what is true in each, whose step is the next,
 * what a replay does, and what the person is told. Who has a job asks by the predicates of job.h.
 */
#ifndef NH_JOURNAL_STATES_H
#define NH_JOURNAL_STATES_H

#include <stdbool.h>

enum nh_job_state {
    NH_JOB_INTENT,    /* a key is about to be made */
    NH_JOB_KEY,       /* key_hash and key_id are known; the key is stored, or about to be */
    NH_JOB_SENT,      /* the request left; but to an EST server it is never sent again */
    NH_JOB_RECEIVED,  /* the response for its key is in the spool, and was accepted */
    NH_JOB_INSTALLED, /* the certificate lies beside its key */
    NH_JOB_VERIFIED,  /* and was proven */
    NH_JOB_FAILED,    /* no key was made for it, or its certificate has gone */
    NH_JOB_FORGOTTEN, /* the person wanted it no more */
    NH_JOB_STATES     /* how many */
};

/* How the certificate is asked for. */
enum nh_way {
    NH_WAY_COMMAND, /* the person takes the request to a CA */
    NH_WAY_FORM,    /* a form of a site carries it */
    NH_WAY_EST,     /* a server is asked, as often as it takes */
    NH_WAYS
};

/* Whose step is the next. */
enum nh_party {
    NH_PARTY_NOBODY, /* this program's own, or none is left */
    NH_PARTY_PERSON,
    NH_PARTY_SITE,
    NH_PARTY_SERVER,
};

/* What a replay does, as soon as nobody can be at work on it. */
enum nh_replay {
    NH_REPLAY_LEAVE,
    NH_REPLAY_FAIL,  /* it broke off: there is no key, and it has failed */
    NH_REPLAY_PROVE, /* the certificate is proven, unless a response of the job is in the spool */
};

/* Longer than any key takes to be made, and a form to be sent. */
#define NH_AT_WORK_SECONDS 600
#define NH_ROOM_DAYS 60

struct nh_job_row {
    const char *word; /* in the journal and in JSON */
    unsigned next;    /* the states that may follow: 1U << state */
    bool open;        /* a certificate for its key goes on with it */
    bool unsent;      /* there is a key, and its request has not left */
    bool response;    /* one was accepted */
    bool certificate; /* it is in the profile */
    int work_seconds; /* so long another process may be at work on it */
    int room_days;    /* so long there is room on the disk for the response from a site */
    enum nh_replay replay;
    struct {
        enum nh_party next;
        const char *told; /* lines, to be translated, without the last line end; or NULL */
    } by[NH_WAYS];
};

const struct nh_job_row *nh_job_row(enum nh_job_state state);

#endif
