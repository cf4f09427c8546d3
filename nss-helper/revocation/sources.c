/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation/sources.h"

#include "certificate/find.h"
#include "nss/hash.h"
#include "nss/store.h"
#include "revocation/ocsp.h"

#include <cert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void nh_sources_reset(struct nh_sources *sources)
{
    for (size_t i = 0; i < sources->count; i++) {
        free(sources->items[i].url);
        nh_buf_reset(&sources->items[i].question);
    }
    free(sources->items);
    *sources = (struct nh_sources){.items = NULL};
}

/* An OCSP response is cached for this certificate and server; a CRL for all certificates that name
   its address. */
static bool name_response(struct nh_source *source, const char *fingerprint, bool ocsp)
{
    char *text = NULL, hash[65];
    bool good = asprintf(&text, "%s %s", ocsp ? fingerprint : "", source->url) > 0 &&
                nh_hash_hex(text, strlen(text), hash);
    free(text);
    if (good)
        snprintf(source->name, sizeof source->name, "%s.%s", hash, ocsp ? "ocsp" : "crl");
    return good;
}

static bool add(struct nh_sources *sources, CERTCertificate *certificate, const char *fingerprint,
                const struct nh_place *place)
{
    struct nh_source *source = &sources->items[sources->count++];
    *source = (struct nh_source){.by = place->ocsp ? "OCSP" : "CRL", .url = strdup(place->url)};
    return source->url &&
           (!place->ocsp || !sources->issuer || nh_ocsp_request(certificate, &source->question)) &&
           name_response(source, fingerprint, place->ocsp);
}

static bool add_all(struct nh_sources *sources, CERTCertificate *certificate,
                    const char *fingerprint)
{
    struct nh_places places;
    bool good = nh_places(certificate, &places);
    if (good) {
        sources->items = calloc(places.count + 1, sizeof *sources->items);
        snprintf(sources->beyond, sizeof sources->beyond, "%s", places.beyond);
    }
    good = good && sources->items;
    for (size_t i = 0; good && i < places.count; i++)
        good = add(sources, certificate, fingerprint, &places.items[i]);
    nh_places_reset(&places);
    return good;
}

CERTCertificate *nh_sources_issuer(CERTCertificate *certificate)
{
    return CERT_FindCertIssuer(certificate, PR_Now(), certUsageAnyCA);
}

static enum nh_status gather(struct nh_sources *sources, struct nh_store *store,
                             const struct nh_identity *identity, struct nh_error *err)
{
    CERTCertificate *certificate = nh_identity_stored(store, identity);
    if (!certificate)
        return nh_fail(err, NH_NO_IDENTITY, NULL, "The certificate is not in the profile.");
    CERTCertificate *issuer = nh_sources_issuer(certificate);
    sources->issuer = issuer != NULL;
    bool good = add_all(sources, certificate, identity->fingerprint);
    CERT_DestroyCertificate(issuer);
    CERT_DestroyCertificate(certificate);
    return good ? NH_OK : nh_fail(err, NH_INTERNAL, NULL, "The OCSP request could not be created.");
}

enum nh_status nh_sources_gather(const char *profile_path, const struct nh_identity *identity,
                                 struct nh_sources *out, struct nh_error *err)
{
    struct nh_store *store = NULL;
    *out = (struct nh_sources){.items = NULL};
    enum nh_status status = nh_store_open(profile_path, NH_STORE_READ, &store, err);
    if (!status)
        status = gather(out, store, identity, err);
    nh_store_close(&store);
    return status;
}
