/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/issuers.h"

#include "base/buf.h"
#include "certificate/find.h"
#include "formats/certfile.h"
#include "formats/incoming.h"
#include "lifecycle/prove.h"
#include "nss/roots.h"
#include "nss/store.h"

#include <cert.h>

#define ANSWER_LIMIT ((size_t)256 << 10)

static enum nh_status find_in(struct nh_store *store, const struct nh_identity *identity,
                              struct nh_missing *out, struct nh_error *err)
{
    CERTCertificate *certificate = nh_identity_stored(store, identity);
    if (!certificate)
        return nh_fail(err, NH_NO_IDENTITY, NULL, "The certificate is not in the profile.");
    SECMODModule *roots = nh_roots_load(); /* a browser's built-in roots are not missing */
    CERT_DestroyCertificate(nh_missing_find(certificate, out));
    CERT_DestroyCertificate(certificate);
    nh_roots_unload(roots);
    return NH_OK;
}

static enum nh_status find_missing(const char *profile_path, const struct nh_identity *identity,
                                   struct nh_missing *out, struct nh_error *err)
{
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(profile_path, NH_STORE_READ, &store, err);
    if (!status)
        status = find_in(store, identity, out, err);
    nh_store_close(&store);
    return status;
}

static enum nh_status store_in(struct nh_store *store, const struct nh_identity *identity,
                               const struct nh_buf *answer, struct nh_error *err)
{
    struct nh_bufs certificates = {0};
    struct nh_incoming incoming = {.identity = NULL};
    CERTCertificate *certificate = nh_identity_stored(store, identity);
    enum nh_status status = NH_OK;
    if (!certificate)
        status = nh_fail(err, NH_NO_IDENTITY, NULL, "The certificate is not in the profile.");
    if (!status)
        status = nh_certfile_read(answer->data, answer->length, &certificates, err);
    if (!status)
        status = nh_incoming_complete(store, certificate, &certificates, &incoming, err);
    nh_incoming_reset(&incoming);
    nh_bufs_reset(&certificates);
    CERT_DestroyCertificate(certificate);
    return status;
}

/* Prove it again, so that the archive gets the new chain. */
static enum nh_status store_answer(struct nh_journal *journal, const char *profile_path,
                                   const struct nh_identity *identity, const struct nh_buf *answer,
                                   struct nh_error *err)
{
    struct nh_store *store = NULL;
    struct nh_proof proof;
    enum nh_status status = nh_store_open(profile_path, NH_STORE_WRITE, &store, err);
    if (!status)
        status = store_in(store, identity, answer, err);
    if (!status)
        status =
            nh_prove_anew(journal, &store, identity->fingerprint, identity->key_id, &proof, err);
    nh_store_close(&store);
    return status;
}

static enum nh_status fetch_one(struct nh_journal *journal, const char *profile_path,
                                const struct nh_identity *identity, nh_fetch *fetch,
                                const struct nh_missing *missing, struct nh_error *err)
{
    struct nh_buf answer = {.limit = ANSWER_LIMIT};
    struct nh_error why = {.status = NH_OK};
    enum nh_status status = fetch(missing->address, NULL, 0, NULL, &answer, err);
    if (!status) {
        status = store_answer(journal, profile_path, identity, &answer, &why);
        if (nh_certfile_gives_up(status))
            nh_fail(err, status, why.cause,
                    "The file at %.120s is not the certificate of \"%.80s\". Nothing was stored.",
                    missing->address, missing->name);
        else if (status)
            *err = why;
    }
    nh_buf_reset(&answer);
    return status;
}

static enum nh_status no_place(const struct nh_missing *missing, struct nh_error *err)
{
    if (*missing->address)
        return nh_fail(
            err, NH_CHAIN, NULL,
            "The certificate of \"%.80s\" is at %.120s, which is neither http nor https. Ask the "
            "CA for it, and import it.",
            missing->name, missing->address);
    return nh_fail(
        err, NH_CHAIN, NULL,
        "The certificate of \"%.80s\" is missing, and the certificate that it issued does not say "
        "where to get it. Ask the CA for it, and import it.",
        missing->name);
}

enum nh_status nh_issuers_fetch(struct nh_journal *journal, const char *profile_path,
                                const struct nh_identity *identity, nh_fetch *fetch,
                                struct nh_fetched *out, struct nh_error *err)
{
    *out = (struct nh_fetched){.count = 0};
    while (out->count < NH_ISSUERS_DEPTH) {
        struct nh_missing *missing = &out->items[out->count];
        enum nh_status status = find_missing(profile_path, identity, missing, err);
        if (!status && *missing->name && !missing->web)
            return out->count ? NH_OK : no_place(missing, err);
        if (!status && *missing->name)
            status = fetch_one(journal, profile_path, identity, fetch, missing, err);
        if (status || !*missing->name)
            return status;
        out->count++;
    }
    return NH_OK;
}
