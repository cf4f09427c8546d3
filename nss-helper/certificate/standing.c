/* SPDX-License-Identifier: MPL-2.0 */
#include "certificate/standing.h"

#include "certificate/identity.h"
#include "certificate/verify.h"

#define DAY (24 * 60 * 60)

const char *nh_standing_word(enum nh_standing_state state)
{
    switch (state) {
    case NH_STANDING_REVOKED: return "revoked";
    case NH_STANDING_BROKEN: return "broken";
    case NH_STANDING_SOON: return "soon";
    case NH_STANDING_NOT_YET: return "not-yet";
    case NH_STANDING_GOOD: return "good";
    case NH_STANDING_EXPIRED: break;
    }
    return "expired";
}

/* The local date as a number of days. */
static long date_of(time_t time)
{
    struct tm parts = {0};
    localtime_r(&time, &parts);
    parts.tm_hour = parts.tm_min = parts.tm_sec = 0;
    return (long)(timegm(&parts) / DAY);
}

long nh_days_between(time_t from, time_t to)
{
    return date_of(to) - date_of(from);
}

bool nh_standing_is_near(const struct nh_identity *identity, time_t now)
{
    time_t third = (identity->not_after - identity->not_before) / 3;
    return identity->not_after - now <= third &&
           nh_days_between(now, identity->not_after) <= NH_SOON_DAYS;
}

static enum nh_standing_state judge(const struct nh_identity *identity,
                                    const struct nh_proof *proof, bool revoked, time_t now)
{
    if (revoked && now <= identity->not_after)
        return NH_STANDING_REVOKED;
    if (!proof->key || !proof->signs)
        return NH_STANDING_BROKEN;
    if (now > identity->not_after)
        return NH_STANDING_EXPIRED;
    if (proof->chain == NH_CHAIN_BAD || proof->use)
        return NH_STANDING_BROKEN;
    if (now < identity->not_before)
        return NH_STANDING_NOT_YET;
    return nh_standing_is_near(identity, now) ? NH_STANDING_SOON : NH_STANDING_GOOD;
}

struct nh_standing nh_standing_judge(const struct nh_identity *identity,
                                     const struct nh_proof *proof, bool revoked, time_t now)
{
    return (struct nh_standing){judge(identity, proof, revoked, now),
                                nh_days_between(now, identity->not_after),
                                now > identity->not_after};
}

bool nh_standing_ends_within(const struct nh_standing *standing, long days)
{
    return !standing->ended && standing->days_left <= days;
}
