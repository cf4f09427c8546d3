/* SPDX-License-Identifier: MPL-2.0 */
/* The certificates of CAs that a chain lacks, fetched from where the certificates below them say.
 */
#ifndef NH_LIFECYCLE_ISSUERS_H
#define NH_LIFECYCLE_ISSUERS_H

#include "base/status.h"
#include "certificate/missing.h"
#include "net/fetch.h"

struct nh_journal;

#define NH_ISSUERS_DEPTH 4

/* What was stored, upwards: its name, and where it came from. */
struct nh_fetched {
    struct nh_missing items[NH_ISSUERS_DEPTH];
    size_t count;
};

/*
 * Fetch what is missing above the identity with this fingerprint, one after the other, at most
 * NH_ISSUERS_DEPTH. Each has signed the one below it before it is stored, and gets no trust. The
 * address is that of the stored certificate, http or https; the answer is DER, PEM or certs-only
 * PKCS#7 (RFC 5280 4.2.2.1). Nothing is held open while a server is waited for.
 *
 * NH_OK with what could be had, also where a certificate above it names no place; else why the
 * first one could not: NH_CHAIN (it names none), NH_BAD_DATA, NH_NO_CERTIFICATE and the errors of
 * `fetch`. What came before a failure stays, and is in *out.
 */
enum nh_status nh_issuers_fetch(struct nh_journal *journal, const char *profile_path,
                                const char *fingerprint, nh_fetch *fetch, struct nh_fetched *out,
                                struct nh_error *err);

#endif
