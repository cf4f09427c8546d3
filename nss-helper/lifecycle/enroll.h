/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The journey of a certificate from a CA that speaks EST: a job as any other (issuance.h),
 * with an enrolment beside it. Unlike a form, its request may be sent again: with the same
 * key, as often as it takes. The store is closed at each call, and at its end.
 */
#ifndef NH_LIFECYCLE_ENROLL_H
#define NH_LIFECYCLE_ENROLL_H

#include "base/status.h"
#include "journal/enrolment.h"
#include "journal/job.h"
#include "lifecycle/issuance.h"
#include "net/csrattrs.h"
#include <stdbool.h>

/* A profile and the CA's own certificates: what every step needs. */
struct nh_enroll {
    struct nh_journal *journal;
    const char *profile_path;
    struct nh_buf cacerts;     /* in PEM, of nh_enroll_meet */
    struct nh_csrattrs wishes; /* of nh_enroll_wishes */
    bool renamed;              /* the certificate of the last nh_enroll_ask has another subject */
};

/*
 * Meet the server: it is believed or not, before anything of the person's is sent, and gives
 * its CA's certificates, which a certificate needs beside it. A fingerprint may be that of
 * a certificate among those, too (RFC 7030 section 4.1.1): it becomes the anchor in the
 * enrolment's trust. The certificate that logs in is shown to a server that is believed.
 */
enum nh_status nh_enroll_meet(struct nh_enroll *enroll, struct nh_enrolment *enrolment,
                              struct nh_error *err);

/*
 * Ask a server that was met what it wants of a new request, before a key is made: *kind becomes
 * what it wants, unless the person has named it (`chosen`). NH_KEY_KIND, NH_REFUSED where that
 * can't be made here.
 */
enum nh_status nh_enroll_wishes(struct nh_enroll *enroll, const struct nh_enrolment *enrolment,
                                const char *password, bool chosen, enum nh_key_kind *kind,
                                struct nh_error *err);

/* A new job of *enrolment, which has all but its request yet: with a key of job->kind, and the
   extensions of the wishes. */
enum nh_status nh_enroll_begin(struct nh_enroll *enroll, struct nh_enrolment *enrolment,
                               struct nh_job *job, struct nh_error *err);

/* Is the job's key still there? Else NH_NO_KEY, and the job has failed. */
enum nh_status nh_enroll_check(struct nh_enroll *enroll, struct nh_job *job, struct nh_error *err);

/*
 * Send the request of the job, install what comes, and prove it. The errors of nh_est_enroll
 * and nh_issuance_install; after each of them it may be asked again, and what came and
 * did not fit waits in the spool until then.
 */
enum nh_status nh_enroll_ask(struct nh_enroll *enroll, struct nh_enrolment *enrolment,
                             struct nh_job *job, const char *password, struct nh_issuance *out,
                             struct nh_error *err);

/* What was learnt of a server. */
void nh_enroll_reset(struct nh_enroll *enroll);

#endif
