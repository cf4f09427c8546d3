/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What a job at an EST server needs beside its journal: whom to ask, whom to believe, and
 * the request itself, so that any later run can ask the same once more. One JSON file a
 * job, "enrolments/<job>.json" in the journal's folder; it outlives the job, for the
 * certificate's renewal. No password is in it.
 */
#ifndef NH_JOURNAL_ENROLMENT_H
#define NH_JOURNAL_ENROLMENT_H

#include "base/buf.h"
#include "base/status.h"
#include "journal/job.h"
#include "net/trust.h"
#include <stdbool.h>
#include <time.h>

#define NH_FINGERPRINT_SIZE 96

/* What comes after a renewal, and was not done yet. */
enum nh_follow {
    NH_FOLLOW_NOTHING,
    NH_FOLLOW_COPIES,  /* copies in other profiles */
    NH_FOLLOW_COMMAND, /* and a command */
};

struct nh_enrolment {
    char *server;          /* of nh_est_server; never NULL once it was read or filled */
    char *user;            /* or "" */
    char *subject, *email; /* as the person gave them, or "" */
    struct nh_trust trust;
    struct nh_buf csr;                /* DER */
    char renews[NH_FINGERPRINT_SIZE]; /* the certificate that is renewed and logs in, or "" */
    char with[NH_FINGERPRINT_SIZE];   /* one that logs in for a first one, or "" */
    char response[NH_JOB_ID_SIZE];    /* in the spool: one that did not fit, or "" */
    time_t retry;                     /* not to be asked before, or 0 */
    enum nh_follow follow;            /* when its job is done */
    bool taken;                       /* until then the CA has the request */
    bool bound;                       /* the CA wants it tied to its connection (RFC 7030 3.5) */
};

void nh_enrolment_reset(struct nh_enrolment *enrolment);

/* Write it beside the job, durably. */
enum nh_status nh_enrolment_keep(struct nh_journal *journal, const char *job,
                                 const struct nh_enrolment *enrolment, struct nh_error *err);

/* That of a job. NH_NO_JOB when it has none. */
enum nh_status nh_enrolment_load(struct nh_journal *journal, const char *job,
                                 struct nh_enrolment *out, struct nh_error *err);

/* Is there something left to do for this job? Who asks once more then goes on with it: it is
   open, or its run broke off before the response left the spool. */
bool nh_enrolment_goes_on(struct nh_journal *journal, const struct nh_job *job);

/* It is not needed any more. */
void nh_enrolment_drop(struct nh_journal *journal, const char *job);

/* The newest job of an EST server that brought the certificate with this fingerprint. NH_NO_JOB. */
enum nh_status nh_enrolment_origin(struct nh_journal *journal, const char *fingerprint,
                                   struct nh_job *out, struct nh_error *err);

/*
 * One enrolment at a time in a profile: a lock that ends with the process. NH_BUSY. *held
 * is a descriptor to close.
 */
enum nh_status nh_enrolment_lock(struct nh_journal *journal, int *held, struct nh_error *err);

#endif
