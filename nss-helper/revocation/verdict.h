/* SPDX-License-Identifier: MPL-2.0 */
/* The result of a revocation check. */
#ifndef NH_REVOCATION_VERDICT_H
#define NH_REVOCATION_VERDICT_H

#include "base/status.h"
#include <stdbool.h>
#include <time.h>

enum nh_revocation_state {
    NH_REVOCATION_UNNAMED,   /* the certificate names no place that can be asked */
    NH_REVOCATION_UNCHECKED, /* no valid response */
    NH_REVOCATION_GOOD,
    NH_REVOCATION_REVOKED,
};

/* Seconds by which the CA's clock may be ahead. Statements from further in the future are
   ignored. */
#define NH_REVOCATION_AHEAD 300L

struct nh_revocation {
    enum nh_revocation_state state;
    const char *by;            /* source of the result, "OCSP" or "CRL"; or "" */
    time_t asked;              /* when it was received, UTC; earlier than now if cached */
    time_t said;               /* when the CA said so: thisUpdate of OCSP or CRL */
    time_t since;              /* for NH_REVOCATION_REVOKED: when */
    const char *reason;        /* and why: a name of RFC 5280 5.3.1 ("unspecified") */
    char why[NH_MESSAGE_SIZE]; /* for unnamed and unchecked: a sentence */
};

const char *
nh_revocation_word(enum nh_revocation_state state); /* "good", "revoked", "not checked" */

/* Whether the state is good or revoked. */
bool nh_revocation_is_settled(const struct nh_revocation *revocation);

/* NH_REVOKED; NH_UNAVAILABLE for NH_REVOCATION_UNCHECKED; else NH_OK. */
enum nh_status nh_revocation_judge(const struct nh_revocation *revocation, struct nh_error *err);

/* The name of a reason by its number; "unspecified" for numbers that RFC 5280 does not define. */
const char *nh_revocation_reason(long number);

/* A static copy of a reason's name that was read from a file. */
const char *nh_revocation_reason_named(const char *reason);

#endif
