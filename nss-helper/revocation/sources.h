/* SPDX-License-Identifier: MPL-2.0 */
/* The sources to ask about a certificate: the places that it names (places.h), each with its
   request and its name in the cache (cache.h). */
#ifndef NH_REVOCATION_SOURCES_H
#define NH_REVOCATION_SOURCES_H

#include "base/buf.h"
#include "base/status.h"
#include "revocation/cache.h"
#include "revocation/places.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct CERTCertificateStr CERTCertificate;

struct nh_identity;

struct nh_source {
    const char *by; /* "OCSP" or "CRL" */
    char *url;
    struct nh_buf question; /* OCSP request; empty for a CRL */
    char name[NH_CACHE_NAME];
};

struct nh_sources {
    struct nh_source *items; /* OCSP first */
    size_t count;
    bool issuer; /* the CA's certificate is there; otherwise there are no requests */
    char beyond[NH_PLACE_WORDS]; /* as in nh_places */
};

/* Fill *out for the certificate of this identity of the profile. The caller resets *out, also
   after a failure. No store may be open. NH_NO_IDENTITY, and the errors of nh_store_open. */
enum nh_status nh_sources_gather(const char *profile_path, const struct nh_identity *identity,
                                 struct nh_sources *out, struct nh_error *err);

void nh_sources_reset(struct nh_sources *sources);

/* The certificate of the issuing CA, which the caller destroys, or NULL. Needs an open store. */
CERTCertificate *nh_sources_issuer(CERTCertificate *certificate);

#endif
