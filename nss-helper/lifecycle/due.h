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

/* Which of the certificates that came from an EST server are to be renewed. */
enum nh_due_choice {
    NH_DUE_ALL,
    NH_DUE_NEAR,   /* their end is near: nh_standing_is_near */
    NH_DUE_WITHIN, /* they end within so many days */
};

struct nh_due_rule {
    enum nh_due_choice choice;
    long days; /* of NH_DUE_WITHIN */
};

struct nh_due {
    char *name;                            /* of the certificate, or the subject asked for */
    char fingerprint[NH_FINGERPRINT_SIZE]; /* that is to be renewed, or "" for a first one */
    time_t until;                          /* its last day, or 0 */
    bool capped;       /* its CA gives none that lasts longer: it is left out, and told of */
    struct nh_job job; /* the open one that waits, or the one that brought the certificate */
};

struct nh_dues {
    struct nh_due *items;
    size_t count;
};

void nh_dues_reset(struct nh_dues *dues);

/*
 * All of them, the oldest first: without what has been renewed, has expired, or is not in the
 * profile any more. `locked`: keys can't be read, and the kept copies of the certificates have
 * to do.
 */
enum nh_status nh_dues_list(struct nh_journal *journal, const char *profile_path, bool locked,
                            const struct nh_due_rule *rule, struct nh_dues *out,
                            struct nh_error *err);

/* Renewals that were proven, and what comes after them was not done: of each the fingerprint of the
   old certificate, and the job that brought the new one. */
enum nh_status nh_follows_list(struct nh_journal *journal, struct nh_dues *out,
                               struct nh_error *err);

/* Does one of its requests, or of the renewals to come, log in by a name, whose password is asked
   for? */
enum nh_status nh_dues_want_login(struct nh_journal *journal, bool *want, struct nh_error *err);

/* The job that is to renew this certificate, and goes on (nh_enrolment_goes_on); its id stays ""
   when there is none. */
enum nh_status nh_due_renewal(struct nh_journal *journal, const char *fingerprint,
                              struct nh_job *out, struct nh_error *err);

#endif
