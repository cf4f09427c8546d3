/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation/verdict.h"

#include <stddef.h>
#include <string.h>

const char *nh_revocation_word(enum nh_revocation_state state)
{
    return state == NH_REVOCATION_GOOD      ? "good"
           : state == NH_REVOCATION_REVOKED ? "revoked"
                                            : "not checked";
}

static const char *const reasons[] = {
    "unspecified",   "keyCompromise",        "cACompromise",    "affiliationChanged",
    "superseded",    "cessationOfOperation", "certificateHold", NULL,
    "removeFromCRL", "privilegeWithdrawn",   "aACompromise"};
#define REASONS (sizeof reasons / sizeof *reasons)

const char *nh_revocation_reason(long number)
{
    bool known = number >= 0 && number < (long)REASONS && reasons[number];
    return known ? reasons[number] : reasons[0];
}

const char *nh_revocation_reason_named(const char *reason)
{
    for (size_t i = 0; i < REASONS; i++)
        if (reasons[i] && strcmp(reasons[i], reason) == 0)
            return reasons[i];
    return reasons[0];
}

bool nh_revocation_is_settled(const struct nh_revocation *revocation)
{
    return revocation->state == NH_REVOCATION_GOOD || revocation->state == NH_REVOCATION_REVOKED;
}

enum nh_status nh_revocation_judge(const struct nh_revocation *revocation, struct nh_error *err)
{
    if (revocation->state == NH_REVOCATION_REVOKED)
        return nh_fail(err, NH_REVOKED,
                       NULL, /* TRANSLATORS: a reason: keyCompromise, superseded … */
                       "The CA has revoked the certificate (%s).", revocation->reason);
    if (revocation->state == NH_REVOCATION_UNCHECKED)
        return nh_fail(err, NH_UNAVAILABLE, NULL,
                       /* TRANSLATORS: why: a sentence. */
                       "NSS Helper could not check whether the certificate was revoked. %s",
                       revocation->why);
    return NH_OK;
}
