/* SPDX-License-Identifier: MPL-2.0 */
/* How a certificate stands today, for all who show it: one judgement, and the days it has left. */
#ifndef NH_CERTIFICATE_STANDING_H
#define NH_CERTIFICATE_STANDING_H

#include <stdbool.h>
#include <time.h>

struct nh_identity;
struct nh_proof;

/* In the order in which they want a look. */
enum nh_standing_state {
    NH_STANDING_REVOKED, /* its issuer took it back */
    NH_STANDING_BROKEN,  /* its key does not sign for it, or its chain is bad */
    NH_STANDING_SOON,    /* it ends within NH_SOON_DAYS */
    NH_STANDING_NOT_YET, /* it begins later */
    NH_STANDING_GOOD,
    NH_STANDING_EXPIRED,
};

#define NH_SOON_DAYS 30

struct nh_standing {
    enum nh_standing_state state;
    long days_left; /* from today's date to that of the end, both local; below 0 when it has passed
                     */
};

/* From the date of one time to that of another, where the person is: what is said of days. */
long nh_days_between(time_t from, time_t to);

const char *nh_standing_word(enum nh_standing_state state); /* "good", "not-yet", … */

/* An end is told before a chain: the certificates of its CA end, too. */
struct nh_standing nh_standing_judge(const struct nh_identity *identity,
                                     const struct nh_proof *proof, bool revoked, time_t now);

/* Does it end within so many days? What has ended does not. */
bool nh_standing_ends_within(const struct nh_standing *standing, long days);

#endif
