/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Check whether a certificate is revoked, at the places that it names: first by OCSP (RFC 6960),
 * then by CRL (RFC 5280 section 5). Without an answer the result is never "good".
 */
#ifndef NH_REVOCATION_REVOCATION_H
#define NH_REVOCATION_REVOCATION_H

#include "base/status.h"
#include "net/fetch.h"
#include "revocation/verdict.h"
#include <stdbool.h>

struct nh_identity;

/* How to check. */
struct nh_revocation_terms {
    nh_fetch *fetch; /* NULL: ask no server, use only the cache */
    bool fresh;      /* don't use the cache */
    long most_days;  /* greatest age of a "good" in days; 0: as long as the response says */
};

/*
 * Check the certificate of this identity of the profile. A cached response counts until it
 * expires, at most for a day. A certificate once found revoked stays so, whatever servers say
 * (heard.h). No store may be open: it is opened for judging, but not while waiting for a server.
 * NH_NO_IDENTITY and the errors of nh_store_open; if no server answers, the function succeeds and
 * out->state says so.
 */
enum nh_status nh_revocation_check(const char *profile_path, const struct nh_identity *identity,
                                   const struct nh_revocation_terms *terms,
                                   struct nh_revocation *out, struct nh_error *err);

#endif
