/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Get a certificate from an EST server: a job as any other (issuance.h), with an enrolment. Unlike
 * a form, its request may be sent again, with the same key. No store may be open at a call, and
 * none is open when it returns.
 */
#ifndef NH_LIFECYCLE_ENROLL_H
#define NH_LIFECYCLE_ENROLL_H

#include "base/status.h"
#include "journal/enrolment.h"
#include "journal/job.h"
#include "lifecycle/issuance.h"
#include "net/csrattrs.h"
#include <stdbool.h>

/* What every step needs: a profile, and what was learnt from the server. */
struct nh_enroll {
    struct nh_journal *journal;
    const char *profile_path;
    struct nh_buf cacerts;     /* in PEM, from nh_enroll_meet */
    struct nh_csrattrs wishes; /* from nh_enroll_wishes */
    bool renamed; /* the certificate of the last nh_enroll_ask has another subject than the request
                   */
};

/*
 * Verify the server, before any data of the person is sent, and get its CA certificates. The
 * fingerprint in the enrolment may also be that of one of these (RFC 7030 section 4.1.1), which
 * then becomes the anchor in enrolment->trust. The certificate for log-in is shown only to a
 * verified server. NH_TLS when the server can't be verified, and the errors of nh_est_cacerts and
 * nh_store_open.
 */
enum nh_status nh_enroll_meet(struct nh_enroll *enroll, struct nh_enrolment *enrolment,
                              struct nh_error *err);

/*
 * After nh_enroll_meet, ask the server what it wants in a new request. *kind becomes the kind of
 * key that it wants, unless the person has `chosen` one. NH_KEY_KIND when that kind is not
 * supported, NH_REFUSED when other wishes are not, and the errors of nh_est_csrattrs.
 */
enum nh_status nh_enroll_wishes(struct nh_enroll *enroll, const struct nh_enrolment *enrolment,
                                const char *password, bool chosen, enum nh_key_kind *kind,
                                struct nh_error *err);

/* Begin a new job with a key of job->kind, make the request with the extensions that the server
   wants, and store both. *enrolment is complete except for its request. The errors of
   nh_issue_make. */
enum nh_status nh_enroll_begin(struct nh_enroll *enroll, struct nh_enrolment *enrolment,
                               struct nh_job *job, struct nh_error *err);

/* Check that the job's key is still there. NH_NO_KEY; then the job has failed. */
enum nh_status nh_enroll_check(struct nh_enroll *enroll, struct nh_job *job, struct nh_error *err);

/*
 * Send the request of the job, install the certificate, and prove it. The caller resets *out. The
 * errors of nh_est_enroll and nh_issuance_install; after any of them the request may be sent again.
 * A response that did not fit stays in the spool until then.
 */
enum nh_status nh_enroll_ask(struct nh_enroll *enroll, struct nh_enrolment *enrolment,
                             struct nh_job *job, const char *password, struct nh_issuance *out,
                             struct nh_error *err);

/* Free what was learnt from the server. */
void nh_enroll_reset(struct nh_enroll *enroll);

#endif
