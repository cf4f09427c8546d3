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

/* The date where the person is, as a number of days. */
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

static enum nh_standing_state judge(const struct nh_identity *identity,
                                    const struct nh_proof *proof, bool revoked, time_t now,
                                    long days_left)
{
    if (revoked && now <= identity->not_after)
        return NH_STANDING_REVOKED;
    if (!proof->key || !proof->signs)
        return NH_STANDING_BROKEN;
    if (now > identity->not_after)
        return NH_STANDING_EXPIRED;
    if (proof->chain == NH_CHAIN_BAD)
        return NH_STANDING_BROKEN;
    if (now < identity->not_before)
        return NH_STANDING_NOT_YET;
    return days_left <= NH_SOON_DAYS ? NH_STANDING_SOON : NH_STANDING_GOOD;
}

struct nh_standing nh_standing_judge(const struct nh_identity *identity,
                                     const struct nh_proof *proof, bool revoked, time_t now)
{
    long days_left = nh_days_between(now, identity->not_after);
    return (struct nh_standing){judge(identity, proof, revoked, now, days_left), days_left};
}

bool nh_standing_ends_within(const struct nh_standing *standing, long days)
{
    return standing->state != NH_STANDING_EXPIRED && standing->days_left >= 0 &&
           standing->days_left <= days;
}
