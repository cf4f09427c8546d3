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
    NH_STANDING_BROKEN,  /* its key does not sign for it, its chain is bad, or it is for no use
                           of a person */
    NH_STANDING_SOON,    /* its end is near: nh_standing_is_near */
    NH_STANDING_NOT_YET, /* it begins later */
    NH_STANDING_GOOD,
    NH_STANDING_EXPIRED,
};

/* The end of a certificate is near in the last third of its life, and in the last so many days at
   most: so long before one that is good for five days nobody is troubled. */
#define NH_SOON_DAYS 30
bool nh_standing_is_near(const struct nh_identity *identity, time_t now);

struct nh_standing {
    enum nh_standing_state state;
    long days_left; /* from today's date to that of the end, both local; below 0 when it has passed
                     */
    bool ended;     /* its time is over, whatever else is wrong with it */
};

/* From the date of one time to that of another, where the person is: what is said of days. */
long nh_days_between(time_t from, time_t to);

/* Its name in JSON, in each language: "good", "not-yet" … */
const char *nh_standing_word(enum nh_standing_state state);

/* An end is told before a chain: the certificates of its CA end, too. */
struct nh_standing nh_standing_judge(const struct nh_identity *identity,
                                     const struct nh_proof *proof, bool revoked, time_t now);

/* Does it end within so many days? What has ended does not. */
bool nh_standing_ends_within(const struct nh_standing *standing, long days);

#endif
