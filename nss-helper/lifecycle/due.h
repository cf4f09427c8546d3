/* SPDX-License-Identifier: MPL-2.0 */
/* What there is to do at EST servers: certificates to renew, and requests that wait. */
#ifndef NH_LIFECYCLE_DUE_H
#define NH_LIFECYCLE_DUE_H

#include "base/status.h"
#include "journal/enrolment.h"
#include "journal/job.h"
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/* From so long before its end on a certificate is due. */
#define NH_DUE_SECONDS (30L * 24 * 3600)

struct nh_due {
    char *name;                            /* of the certificate, or the subject asked for */
    char fingerprint[NH_FINGERPRINT_SIZE]; /* that is to be renewed, or "" for a first one */
    time_t until;                          /* its last day, or 0 */
    struct nh_job job; /* the open one that waits, or the one that brought the certificate */
};

struct nh_dues {
    struct nh_due *items;
    size_t count;
};

void nh_dues_reset(struct nh_dues *dues);

/*
 * All of them, the oldest first: without what has been renewed, has expired, or is not in the
 * profile any more. `only_due`: of the certificates only those with NH_DUE_SECONDS to go or
 * less. `locked`: keys can't be read, and the kept copies of the certificates have to do.
 */
enum nh_status nh_dues_list(struct nh_journal *journal, const char *profile_path, bool locked,
                            bool only_due, struct nh_dues *out, struct nh_error *err);

/* The job that is to renew this certificate, and goes on (nh_enrolment_goes_on); its id stays ""
   when there is none. */
enum nh_status nh_due_renewal(struct nh_journal *journal, const char *fingerprint,
                              struct nh_job *out, struct nh_error *err);

#endif
