/* SPDX-License-Identifier: MPL-2.0 */
/* What is known of a certificate's revocation, and the words for it. */
#ifndef NH_REVOCATION_VERDICT_H
#define NH_REVOCATION_VERDICT_H

#include "base/status.h"
#include <stdbool.h>
#include <time.h>

enum nh_revocation_state {
    NH_REVOCATION_UNNAMED,   /* the certificate names nobody who could be asked */
    NH_REVOCATION_UNCHECKED, /* nobody gave a response that counts */
    NH_REVOCATION_GOOD,
    NH_REVOCATION_REVOKED,
};

/* So many seconds the CA's clock may be ahead of this one; what it says later is of a time to come,
   and counts for nothing. */
#define NH_REVOCATION_AHEAD 300L

struct nh_revocation {
    enum nh_revocation_state state;
    const char *by;           /* "OCSP" or "CRL", of the response that counts; "" */
    time_t asked;             /* when that came, UTC: now, or earlier if it was kept */
    time_t said;              /* when the CA spoke: thisUpdate, of OCSP and of a CRL */
    time_t since;             /* of NH_REVOCATION_REVOKED */
    const char *reason;       /* the same: a name of RFC 5280 5.3.1 ("unspecified") */
    char why[NH_MESSAGE_MAX]; /* of the others that are not good: a sentence */
};

const char *
nh_revocation_word(enum nh_revocation_state state); /* "good", "revoked", "not checked" */

/* Does it say good or revoked? */
bool nh_revocation_is_settled(const struct nh_revocation *revocation);

/* NH_REVOKED, NH_UNAVAILABLE for one that was not checked, else NH_OK. */
enum nh_status nh_revocation_judge(const struct nh_revocation *revocation, struct nh_error *err);

/* The name of a reason's number; what RFC 5280 does not know is "unspecified". */
const char *nh_revocation_reason(long number);

/* The same name, static, of one that was read. */
const char *nh_revocation_reason_named(const char *reason);

#endif
