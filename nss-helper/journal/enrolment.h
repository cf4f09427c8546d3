/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The enrolment of a job at an EST server: the server, how to verify it, and the request, so that a
 * later run can send the same request again. It is a JSON file, "enrolments/<job>.json" in the
 * journal, and is kept after the job for renewals. It contains no password.
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

/* What is still to do after a renewal. */
enum nh_follow {
    NH_FOLLOW_NOTHING,
    NH_FOLLOW_COPIES,  /* copies in other profiles */
    NH_FOLLOW_COMMAND, /* copies, and a command of the person */
};

struct nh_enrolment {
    char *server;          /* from nh_est_server; never NULL after nh_enrolment_load */
    char *user;            /* user name, or "" */
    char *subject, *email; /* as the person gave them, or "" */
    struct nh_trust trust;
    struct nh_buf csr;                /* DER */
    char renews[NH_FINGERPRINT_SIZE]; /* the certificate to renew, which also logs in, or "" */
    char with[NH_FINGERPRINT_SIZE];   /* the certificate that logs in for a first one, or "" */
    char response[NH_JOB_ID_SIZE];    /* a response in the spool that did not fit, or "" */
    time_t retry;                     /* the next request is not sent before, UTC; or 0 */
    enum nh_follow follow;            /* after the job is done */
    bool taken;                       /* the CA has accepted the request (202), until `retry` */
    bool bound; /* the CA wants requests bound to the connection (RFC 7030 3.5) */
};

void nh_enrolment_reset(struct nh_enrolment *enrolment);

/* Store it; it is on the disk when this returns. The errors of nh_journal_write. */
enum nh_status nh_enrolment_keep(struct nh_journal *journal, const char *job,
                                 const struct nh_enrolment *enrolment, struct nh_error *err);

/* Load the enrolment of a job; the caller resets it. NH_NO_JOB when it has none, NH_BAD_DATA. */
enum nh_status nh_enrolment_load(struct nh_journal *journal, const char *job,
                                 struct nh_enrolment *out, struct nh_error *err);

/* Whether the next enrolment continues this job: it is open, or was interrupted before its response
   left the spool. */
bool nh_enrolment_goes_on(struct nh_journal *journal, const struct nh_job *job);

/* Remove it. */
void nh_enrolment_drop(struct nh_journal *journal, const char *job);

/* Find the newest job at an EST server that brought the certificate with this fingerprint.
   NH_NO_JOB. */
enum nh_status nh_enrolment_origin(struct nh_journal *journal, const char *fingerprint,
                                   struct nh_job *out, struct nh_error *err);

/*
 * Lock the profile for an enrolment: there can be one at a time. *held is a descriptor, which the
 * caller closes; the lock also ends with the process. NH_BUSY, NH_CANT_CREATE.
 */
enum nh_status nh_enrolment_lock(struct nh_journal *journal, int *held, struct nh_error *err);

#endif
