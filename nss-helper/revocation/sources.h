/* SPDX-License-Identifier: MPL-2.0 */
/* Whom to ask about a certificate: the places that it names (places.h), each with its question and
   the name under which its response is kept (cache.h). */
#ifndef NH_REVOCATION_SOURCES_H
#define NH_REVOCATION_SOURCES_H

#include "base/buf.h"
#include "base/status.h"
#include "revocation/cache.h"
#include "revocation/places.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct CERTCertificateStr CERTCertificate;

struct nh_source {
    const char *by; /* "OCSP" or "CRL" */
    char *url;
    struct nh_buf question; /* of OCSP; else empty */
    char name[NH_CACHE_NAME];
};

struct nh_sources {
    struct nh_source *items; /* OCSP first */
    size_t count;
    bool issuer; /* the certificate of the CA is known; without it are no questions */
    char beyond[NH_PLACE_WORDS]; /* a place that is named, too, and can't be asked; or "" */
};

/* Those of the certificate with this fingerprint in the profile; *out is to be reset in any case.
   NH_NO_IDENTITY, the errors of nh_store_open. */
enum nh_status nh_sources_gather(const char *profile_path, const char *fingerprint,
                                 struct nh_sources *out, struct nh_error *err);

void nh_sources_reset(struct nh_sources *sources);

/* The certificate of the CA, for the caller to destroy, or NULL. A store is open. */
CERTCertificate *nh_sources_issuer(CERTCertificate *certificate);

#endif
