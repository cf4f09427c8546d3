/* SPDX-License-Identifier: MPL-2.0 */
/* What is to do at EST servers: certificates to renew, and requests to send again. */
#ifndef NH_LIFECYCLE_DUE_H
#define NH_LIFECYCLE_DUE_H

#include "base/status.h"
#include "journal/enrolment.h"
#include "journal/job.h"
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/* Which certificates from EST servers to renew. */
enum nh_due_choice {
    NH_DUE_ALL,
    NH_DUE_NEAR,   /* those that expire soon: nh_standing_is_near */
    NH_DUE_WITHIN, /* those that expire within `days` */
};

struct nh_due_rule {
    enum nh_due_choice choice;
    long days; /* for NH_DUE_WITHIN */
};

struct nh_due {
    char *name;                            /* of the certificate, or the requested subject */
    char fingerprint[NH_FINGERPRINT_SIZE]; /* of the certificate to renew, or "" for a first one */
    time_t until;                          /* its last day, or 0 */
    bool capped;       /* its CA issues none that lasts longer: it is reported, not renewed */
    struct nh_job job; /* the open job, or the one that brought the certificate */
};

struct nh_dues {
    struct nh_due *items;
    size_t count;
};

void nh_dues_reset(struct nh_dues *dues);

/*
 * List them, the oldest first, without certificates that were renewed, have expired, or were
 * removed from the profile. `locked`: keys can't be read; then the copies in the journal are used.
 */
enum nh_status nh_dues_list(struct nh_journal *journal, const char *profile_path, bool locked,
                            const struct nh_due_rule *rule, struct nh_dues *out,
                            struct nh_error *err);

/* List the finished renewals whose follow-up (enum nh_follow) is not done: the fingerprint is that
   of the old certificate, the job the one that brought the new one. */
enum nh_status nh_follows_list(struct nh_journal *journal, struct nh_dues *out,
                               struct nh_error *err);

/* Whether an open request or a later renewal logs in with a user name, and so needs a password. */
enum nh_status nh_dues_want_login(struct nh_journal *journal, bool *want, struct nh_error *err);

/* Find the job that renews this certificate and continues (nh_enrolment_goes_on); out->id is ""
   when there is none. */
enum nh_status nh_due_renewal(struct nh_journal *journal, const char *fingerprint,
                              struct nh_job *out, struct nh_error *err);

#endif
