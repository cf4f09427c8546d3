/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Was a certificate revoked? Asked of the places that it names itself: OCSP first (RFC 6960),
 * then its CRL (RFC 5280 5). What nobody could answer is never called good.
 */
#ifndef NH_REVOCATION_REVOCATION_H
#define NH_REVOCATION_REVOCATION_H

#include "base/status.h"
#include "net/fetch.h"
#include "revocation/verdict.h"
#include <stdbool.h>

/* How to ask. */
struct nh_revocation_terms {
    nh_fetch *fetch; /* NULL: nobody is asked, and only what was kept counts */
    bool fresh;      /* what was kept does not count */
    long most_days;  /* since the CA said "good"; 0: for as long as its answer says */
};

/*
 * Ask about the certificate with this fingerprint in the profile. A response that was kept beside
 * the journal counts until its own end, at most a day. One that a check found revoked before is so
 * still, whoever answers what (heard.h). No store may be open: it is opened for the judging, and
 * not while a server is waited for. An error only where the profile can't be read
 * (NH_NO_IDENTITY, those of nh_store_open); that nobody answers is in *out.
 */
enum nh_status nh_revocation_check(const char *profile_path, const char *fingerprint,
                                   const struct nh_revocation_terms *terms,
                                   struct nh_revocation *out, struct nh_error *err);

#endif
