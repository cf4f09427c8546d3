/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Was a certificate revoked? Asked of the places that it names itself: OCSP first (RFC 6960),
 * then its CRL (RFC 5280 5). What nobody could answer is never called good.
 */
#ifndef NH_REVOCATION_H
#define NH_REVOCATION_H

#include "status.h"
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct nh_buf;
struct nh_journal;

enum nh_revocation_state {
    NH_REVOCATION_UNNAMED,   /* the certificate names nobody who could be asked */
    NH_REVOCATION_UNCHECKED, /* nobody gave an answer that counts */
    NH_REVOCATION_GOOD,
    NH_REVOCATION_REVOKED,
};

struct nh_revocation {
    enum nh_revocation_state state;
    const char *by;     /* "OCSP" or "CRL", of the answer that counts; "" */
    time_t asked;       /* when that came, UTC: now, or earlier if it was kept */
    time_t since;       /* of NH_REVOCATION_REVOKED */
    const char *reason; /* the same: a name of RFC 5280 5.3.1 ("unspecified") */
    char why[NH_MESSAGE_MAX]; /* of the others that are not good: a sentence */
};

const char *nh_revocation_word(enum nh_revocation_state state); /* "good", "revoked", "not checked" */

/*
 * Get what lies at an http or https URL, into out up to its limit; `post`, if not NULL, is sent
 * as content of this type. Whatever comes is data of somebody unknown: it is judged afterwards.
 */
typedef enum nh_status nh_fetch(const char *url, const void *post, size_t length, const char *type,
                                struct nh_buf *out, struct nh_error *err);

/*
 * Ask about the certificate with this fingerprint in the profile. An answer that was kept beside
 * the journal counts until its own end, at most a day, unless `fresh`. `fetch` NULL: nobody is
 * asked, and only what was kept counts. Where nobody answers, one that a check found revoked
 * before is so still (RFC 5280 5.3.1). No store may be open: it is opened for the judging, and
 * not while a server is waited for. An error only where the profile can't be read
 * (NH_NO_IDENTITY, those of nh_store_open); that nobody answers is in *out.
 */
enum nh_status nh_revocation_check(const char *profile_path, const char *fingerprint,
                                   nh_fetch *fetch, bool fresh, struct nh_revocation *out,
                                   struct nh_error *err);

/* Has a check said before that it is revoked? That is final (RFC 5280 5.3.1), but for a
   certificateHold. */
bool nh_revocation_is_known(const struct nh_journal *journal, const char *fingerprint);

/* NH_REVOKED, NH_UNAVAILABLE for one that was not checked, else NH_OK. */
enum nh_status nh_revocation_judge(const struct nh_revocation *revocation, struct nh_error *err);

/* The name of a reason's number; what RFC 5280 does not know is "unspecified". */
const char *nh_revocation_reason(long number);

#endif
