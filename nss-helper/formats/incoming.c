/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/incoming.h"

#include "base/buf.h"
#include "certificate/describe.h"
#include "certificate/identity.h"
#include "certificate/nickname.h"
#include "formats/certfile.h"
#include "nss/store.h"
#include "nss/stored.h"

#include <cert.h>
#include <certdb.h>
#include <pk11pub.h>
#include <stdlib.h>

/* The certificates of one response, decoded, and what each is. */
struct package {
    CERTCertificate *all[NH_CERTFILE_MAX_CERTS];
    size_t count;
    CERTCertificate *user;                           /* one of all */
    CERTCertificate *issuers[NH_CERTFILE_MAX_CERTS]; /* of all: the user's chain, upwards */
    size_t issuer_count;
};

void nh_incoming_reset(struct nh_incoming *incoming)
{
    nh_identity_free(&incoming->identity);
    for (size_t i = 0; i < incoming->further.count; i++)
        free(incoming->further.items[i].name);
    free(incoming->further.items);
    *incoming = (struct nh_incoming){0};
}

bool nh_furthers_add(struct nh_furthers *furthers, CERTCertificate *certificate,
                     enum nh_further_state state)
{
    struct nh_further *items = reallocarray(furthers->items, furthers->count + 1, sizeof *items);
    if (!items)
        return false;
    furthers->items = items;
    items[furthers->count] = (struct nh_further){nh_describe_name(certificate), state};
    return items[furthers->count++].name != NULL;
}

static void release(struct package *package)
{
    for (size_t i = 0; i < package->count; i++)
        CERT_DestroyCertificate(package->all[i]);
    *package = (struct package){0};
}

static bool is_self_issued(CERTCertificate *certificate)
{
    return SECITEM_ItemsAreEqual(&certificate->derSubject, &certificate->derIssuer);
}

static CERTCertificate *issuer_in(const struct package *package, CERTCertificate *of)
{
    for (size_t i = 0; i < package->count; i++) {
        CERTCertificate *it = package->all[i];
        if (it != of && SECITEM_ItemsAreEqual(&it->derSubject, &of->derIssuer) &&
            CERT_IsCACert(it, NULL) && !is_self_issued(it) &&
            CERT_VerifySignedData(&of->signatureWrap, it, PR_Now(), NULL) == SECSuccess)
            return it;
    }
    return NULL;
}

/* Certificates that lead nowhere are left out: a response can't fill the profile. */
static void find_issuers(struct package *package)
{
    CERTCertificate *issuer = issuer_in(package, package->user);
    while (issuer && package->issuer_count < package->count) {
        package->issuers[package->issuer_count++] = issuer;
        issuer = issuer_in(package, issuer);
    }
}

static enum nh_status decode(const struct nh_bufs *certificates, struct package *out,
                             struct nh_error *err)
{
    for (size_t i = 0; i < certificates->count && i < NH_CERTFILE_MAX_CERTS; i++) {
        CERTCertificate *it = nh_certfile_decode(&certificates->items[i]);
        if (!it)
            return nh_fail_nss(err, NH_BAD_DATA, "A certificate in the answer is damaged.");
        out->all[out->count++] = it;
        if (!out->user && nh_stored_key(it))
            out->user = it;
    }
    if (out->count == 0)
        return nh_fail(err, NH_NO_CERTIFICATE, NULL, "There is no certificate in it.");
    if (!out->user)
        return nh_fail(
            err, NH_NO_KEY, "SEC_ERROR_NO_KEY",
            "This certificate belongs to a key that is not in this profile (\"%.120s\").",
            out->all[0]->subjectName ? out->all[0]->subjectName : "");
    find_issuers(out);
    return NH_OK;
}

static enum nh_further_state state_of(const struct package *package, CERTCertificate *it)
{
    if (nh_stored_certificate(it))
        return NH_FURTHER_KNOWN;
    for (size_t i = 0; i < package->issuer_count; i++) {
        if (package->issuers[i] == it)
            return NH_FURTHER_NEW;
    }
    return is_self_issued(it) ? NH_FURTHER_ROOT : NH_FURTHER_STRANGER;
}

static bool is_among(const struct package *package, size_t first, CERTCertificate *it)
{
    for (size_t i = 0; i < first; i++) {
        if (package->all[i] == it) /* NSS has one object for equal certificates */
            return true;
    }
    return it == package->user;
}

static bool look_further(const struct package *package, struct nh_incoming *incoming)
{
    for (size_t i = 0; i < package->count; i++) {
        CERTCertificate *it = package->all[i];
        if (!is_among(package, i, it) &&
            !nh_furthers_add(&incoming->further, it, state_of(package, it)))
            return false;
    }
    return true;
}

static enum nh_status look_at(struct nh_store *store, struct package *package,
                              struct nh_incoming *out, struct nh_error *err)
{
    struct nh_incoming incoming = {.identity = nh_describe(package->user)};
    if (!incoming.identity)
        return nh_fail_nss(err, NH_BAD_DATA, "The certificate can't be read.");
    incoming.known = nh_stored_certificate(package->user);
    incoming.renewed = nh_stored_other(store, package->user);
    for (size_t i = 0; i < package->issuer_count; i++)
        incoming.intermediates += !nh_stored_certificate(package->issuers[i]);
    if (!look_further(package, &incoming)) {
        nh_incoming_reset(&incoming);
        return nh_fail_memory(err);
    }
    *out = incoming;
    return NH_OK;
}

enum nh_status nh_incoming_read(struct nh_store *store, const struct nh_bufs *certificates,
                                struct nh_incoming *out, struct nh_error *err)
{
    struct package package = {0};
    enum nh_status status = decode(certificates, &package, err);
    if (!status)
        status = look_at(store, &package, out, err);
    release(&package);
    return status;
}

static enum nh_status store_user(CERTCertificate *user, const struct nh_identity *identity,
                                 const char *language, struct nh_error *err)
{
    char *name = nh_nickname_make(user, identity, language);
    char *nickname = name ? nh_nickname_number(name, user, NULL, NULL) : NULL;
    PORT_SetError(0); /* the import can fail without setting one */
    PK11SlotInfo *slot = nickname ? PK11_ImportCertForKey(user, nickname, NULL) : NULL;
    enum nh_status status = NH_OK;
    if (!slot)
        status = nh_fail_nss(err, NH_NSS, "The certificate could not be stored in the profile.");
    else
        PK11_FreeSlot(slot);
    free(nickname);
    free(name);
    return status;
}

static enum nh_status store_issuer(struct nh_store *store, CERTCertificate *issuer,
                                   struct nh_error *err)
{
    char *nickname = CERT_MakeCANickname(issuer);
    PORT_SetError(0);
    SECStatus rv = PK11_ImportCert(nh_store_slot(store), issuer, CK_INVALID_HANDLE,
                                   nickname ? nickname : "", PR_FALSE);
    PORT_Free(nickname);
    if (rv == SECSuccess)
        return NH_OK;
    struct nh_error failure = {0};
    enum nh_status status = nh_fail_nss(
        &failure, NH_NSS, "An intermediate certificate could not be stored in the profile.");
    /* Another process may have put it there at the same moment. */
    if (nh_stored_in_slot(store, issuer))
        return NH_OK;
    if (err)
        *err = failure;
    return status;
}

static enum nh_status store_all(struct nh_store *store, struct package *package,
                                const struct nh_incoming *incoming, const char *language,
                                struct nh_error *err)
{
    enum nh_status status = NH_OK;
    if (!incoming->known)
        status = store_user(package->user, incoming->identity, language, err);
    for (size_t i = 0; !status && i < package->issuer_count; i++) {
        if (!nh_stored_certificate(package->issuers[i]))
            status = store_issuer(store, package->issuers[i], err);
    }
    return status ? status : nh_store_sync(store, err);
}

enum nh_status nh_incoming_store(struct nh_store *store, const struct nh_bufs *certificates,
                                 const char *language, struct nh_incoming *out,
                                 struct nh_error *err)
{
    struct package package = {0};
    struct nh_incoming incoming = {0};
    enum nh_status status = decode(certificates, &package, err);
    if (!status)
        status = look_at(store, &package, &incoming, err);
    if (!status)
        status = store_all(store, &package, &incoming, language, err);
    if (!status) {
        struct nh_identity *stored = nh_describe(package.user);
        if (stored) {
            nh_identity_free(&incoming.identity);
            incoming.identity = stored;
        }
        *out = incoming;
    } else {
        nh_incoming_reset(&incoming);
    }
    release(&package);
    return status;
}
