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

struct nh_journal;

/*
 * Ask about the certificate with this fingerprint in the profile. A response that was kept beside
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

#endif
