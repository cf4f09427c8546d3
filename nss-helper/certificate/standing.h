/* SPDX-License-Identifier: MPL-2.0 */
/* The state of a certificate today and the days it has left, in one place for all that show it. */
#ifndef NH_CERTIFICATE_STANDING_H
#define NH_CERTIFICATE_STANDING_H

#include <stdbool.h>
#include <time.h>

struct nh_identity;
struct nh_proof;

/* In the order of urgency. */
enum nh_standing_state {
    NH_STANDING_REVOKED, /* by its issuer */
    NH_STANDING_BROKEN,  /* its key does not sign for it, its chain is bad, or it may not be used */
    NH_STANDING_SOON,    /* it expires soon: nh_standing_is_near */
    NH_STANDING_NOT_YET, /* it is not valid yet */
    NH_STANDING_GOOD,
    NH_STANDING_EXPIRED,
};

/* A certificate expires soon in the last third of its validity, and at most this many days before
   its end: one that is valid for five days is not reported 30 days early. */
#define NH_SOON_DAYS 30
bool nh_standing_is_near(const struct nh_identity *identity, time_t now);

struct nh_standing {
    enum nh_standing_state state;
    long days_left; /* from today's date to the last day, both local; negative when expired */
    bool ended;     /* it has expired, whatever else is wrong with it */
};

/* The days between the local dates of two times. */
long nh_days_between(time_t from, time_t to);

/* Its name in JSON: "good", "not-yet" and so on. */
const char *nh_standing_word(enum nh_standing_state state);

/* Judge a certificate at the time `now`. An expired certificate is reported as expired even if its
   chain is bad, because CA certificates expire, too. */
struct nh_standing nh_standing_judge(const struct nh_identity *identity,
                                     const struct nh_proof *proof, bool revoked, time_t now);

/* Whether it expires within this many days. One that has expired does not. */
bool nh_standing_ends_within(const struct nh_standing *standing, long days);

#endif
