/* SPDX-License-Identifier: MPL-2.0 */
/* Fetch missing issuers of a chain from the addresses in the certificates below them. */
#ifndef NH_LIFECYCLE_ISSUERS_H
#define NH_LIFECYCLE_ISSUERS_H

#include "base/status.h"
#include "certificate/missing.h"
#include "net/fetch.h"

struct nh_identity;
struct nh_journal;

#define NH_ISSUERS_DEPTH 4

/* The stored issuers, the nearest first, with their names and addresses. */
struct nh_fetched {
    struct nh_missing items[NH_ISSUERS_DEPTH];
    size_t count;
};

/*
 * Fetch and store the missing issuers of this identity of the profile, one by one, at most
 * NH_ISSUERS_DEPTH. Before one is stored, its signature on the certificate below it is verified; it
 * gets no trust. Addresses are http or https; responses are DER, PEM or certs-only PKCS#7 (RFC 5280
 * section 4.2.2.1). No store is open while waiting for a server.
 *
 * NH_OK if at least one was stored and a further one has no address. Otherwise why the first
 * failed: NH_CHAIN (no address), NH_BAD_DATA, NH_NO_CERTIFICATE, and the errors of `fetch`. Issuers
 * that were stored before a failure stay, and are in *out.
 */
enum nh_status nh_issuers_fetch(struct nh_journal *journal, const char *profile_path,
                                const struct nh_identity *identity, nh_fetch *fetch,
                                struct nh_fetched *out, struct nh_error *err);

#endif
