/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/incoming.h"

#include "base/buf.h"
#include "certificate/chain.h"
#include "certificate/describe.h"
#include "certificate/find.h"
#include "certificate/identity.h"
#include "certificate/nickname.h"
#include "formats/certfile.h"
#include "nss/expected.h"
#include "nss/roots.h"
#include "nss/store.h"
#include "nss/stored.h"

#include <cert.h>
#include <certdb.h>
#include <pk11pub.h>
#include <stdlib.h>

/* The decoded certificates of one response, and the role of each. */
struct package {
    struct nh_store *store;
    CERTCertificate *all[NH_CERTFILE_MAX_CERTS];
    size_t count;
    CERTCertificate *user;   /* one of `all`, or `stored` */
    CERTCertificate *stored; /* else NULL */
    CERTCertificate
        *issuers[NH_CERTFILE_MAX_CERTS]; /* from `all`: the user's chain, the nearest first */
    size_t issuer_count;
    SECMODModule *roots; /* built-in roots count as stored */
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
    CERT_DestroyCertificate(package->stored);
    nh_roots_unload(package->roots);
    *package = (struct package){0};
}

static CERTCertificate *issuer_in(const struct package *package, CERTCertificate *of)
{
    for (size_t i = 0; i < package->count; i++) {
        CERTCertificate *it = package->all[i];
        if (it != of && SECITEM_ItemsAreEqual(&it->derSubject, &of->derIssuer) &&
            CERT_IsCACert(it, NULL) &&
            CERT_VerifySignedData(&of->signatureWrap, it, PR_Now(), NULL) == SECSuccess)
            return it;
    }
    return NULL;
}

/* Ignores issuers that only this response brought into NSS's memory. */
static CERTCertificate *stored_issuer(struct nh_store *store, CERTCertificate *of)
{
    CERTCertificate *issuer = of->isRoot ? NULL : CERT_FindCertIssuer(of, PR_Now(), certUsageAnyCA);
    if (!issuer || nh_stored_certificate(store, issuer))
        return issuer;
    CERT_DestroyCertificate(issuer);
    return NULL;
}

static bool is_issuer(const struct package *package, CERTCertificate *it)
{
    for (size_t i = 0; i < package->issuer_count; i++)
        if (package->issuers[i] == it)
            return true;
    return false;
}

/* Follow the chain upwards through the response and stored certificates; a response may contain the
   root alone. Other certificates are left out, so that a response can't fill the profile. */
static void find_issuers(struct package *package)
{
    CERTCertificate *way[NH_CHAIN_MAX];
    size_t count = 0;
    CERTCertificate *at = CERT_DupCertificate(package->user);
    package->issuer_count = 0;
    while (at && count < NH_CHAIN_MAX) {
        way[count++] = at;
        CERTCertificate *issuer = at->isRoot ? NULL : issuer_in(package, at);
        if (issuer && is_issuer(package, issuer))
            break;
        if (issuer)
            package->issuers[package->issuer_count++] = issuer;
        at = issuer ? CERT_DupCertificate(issuer) : stored_issuer(package->store, at);
    }
    while (count)
        CERT_DestroyCertificate(way[--count]);
}

static enum nh_status decode(const struct nh_bufs *certificates, struct package *out,
                             struct nh_error *err)
{
    out->roots = nh_roots_load();
    for (size_t i = 0; i < certificates->count && i < NH_CERTFILE_MAX_CERTS; i++) {
        CERTCertificate *it = nh_certfile_decode(&certificates->items[i]);
        if (!it)
            return nh_fail_nss(err, NH_NSS, "A certificate in the response could not be read.");
        out->all[out->count++] = it;
    }
    return out->count
               ? NH_OK
               : nh_fail(err, NH_NO_CERTIFICATE, NULL, "There is no certificate in this file.");
}

static bool brings_new(const struct package *package)
{
    for (size_t i = 0; i < package->issuer_count; i++)
        if (!nh_stored_certificate(package->store, package->issuers[i]))
            return true;
    return false;
}

/* Take this stored certificate if the response has an issuer of it, preferably a new one. */
static bool try_stored(CERTCertificate *certificate, void *context)
{
    struct package *package = context;
    struct package trial = *package;
    trial.user = certificate;
    find_issuers(&trial);
    bool better = trial.issuer_count && (!package->stored || brings_new(&trial));
    if (!better)
        return true;
    CERT_DestroyCertificate(package->stored);
    *package = trial;
    package->user = package->stored = CERT_DupCertificate(certificate);
    return !brings_new(package);
}

/* A certificate in the response that is not a CA's, or NULL. */
static CERTCertificate *no_ca(const struct package *package)
{
    for (size_t i = 0; i < package->count; i++)
        if (!CERT_IsCACert(package->all[i], NULL))
            return package->all[i];
    return NULL;
}

static enum nh_status nobodys(const struct package *package, struct nh_error *err)
{
    CERTCertificate *person = no_ca(package);
    const char *name = (person ? person : package->all[0])->subjectName;
    if (person)
        return nh_fail(
            err, NH_NO_KEY, "SEC_ERROR_NO_KEY",
            "This certificate belongs to a key that is not in this profile (\"%.120s\").",
            name ? name : "");
    return nh_fail(err, NH_OTHER_CA, NULL,
                   "This is the certificate of a CA (\"%.100s\") that has issued no certificate of "
                   "this profile. Import your own certificate first, then that of its CA.",
                   name ? name : "");
}

/* The certificate whose key is in the profile; for CA certificates alone, a stored one that they
   issued. */
static enum nh_status find_user(struct package *package, struct nh_error *err)
{
    for (size_t i = 0; i < package->count && !package->user; i++)
        if (nh_stored_key(package->store, package->all[i]))
            package->user = package->all[i];
    if (package->user)
        find_issuers(package);
    else if (!no_ca(package))
        nh_identities_walk(package->store, try_stored, package);
    return package->user ? NH_OK : nobodys(package, err);
}

static enum nh_further_state state_of(const struct package *package, CERTCertificate *it)
{
    if (nh_stored_certificate(package->store, it))
        return NH_FURTHER_KNOWN;
    return is_issuer(package, it) ? NH_FURTHER_NEW : NH_FURTHER_STRANGER;
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

static enum nh_status look_at(struct package *package, struct nh_incoming *out,
                              struct nh_error *err)
{
    struct nh_incoming incoming = {.identity = nh_describe(package->user)};
    if (!incoming.identity)
        return nh_fail_nss(err, NH_BAD_DATA, "The certificate can't be read.");
    incoming.known = nh_stored_certificate(package->store, package->user);
    incoming.completes = package->stored != NULL;
    incoming.renewed = nh_stored_other(package->store, package->user);
    for (size_t i = 0; i < package->issuer_count; i++)
        incoming.intermediates += !nh_stored_certificate(package->store, package->issuers[i]);
    if (!look_further(package, &incoming)) {
        nh_incoming_reset(&incoming);
        return nh_fail_memory(err);
    }
    *out = incoming;
    return NH_OK;
}

static enum nh_status read(struct package *package, const struct nh_bufs *certificates,
                           struct nh_incoming *out, struct nh_error *err)
{
    enum nh_status status = decode(certificates, package, err);
    if (!status)
        status = find_user(package, err);
    return status ? status : look_at(package, out, err);
}

enum nh_status nh_incoming_read(struct nh_store *store, const struct nh_bufs *certificates,
                                struct nh_incoming *out, struct nh_error *err)
{
    struct package package = {.store = store};
    enum nh_status status = read(&package, certificates, out, err);
    release(&package);
    return status;
}

static bool expect(const struct package *package)
{
    struct nh_expected *expected = nh_store_expected(package->store);
    bool enough = nh_expected_add(expected, package->user, true);
    for (size_t i = 0; enough && i < package->issuer_count; i++)
        enough = nh_expected_add(expected, package->issuers[i], false);
    return enough;
}

enum nh_status nh_incoming_expect(struct nh_store *store, const struct nh_bufs *certificates,
                                  struct nh_incoming *out, struct nh_error *err)
{
    struct package package = {.store = store};
    enum nh_status status = read(&package, certificates, out, err);
    if (!status && !expect(&package)) {
        nh_incoming_reset(out);
        status = nh_fail_memory(err);
    }
    release(&package);
    return status;
}

static enum nh_status store_user(CERTCertificate *user, const struct nh_identity *identity,
                                 struct nh_error *err)
{
    char *name = nh_nickname_make(user, identity);
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
    /* Another process may have stored it at the same moment. */
    if (nh_stored_in_slot(store, issuer))
        return NH_OK;
    if (err)
        *err = failure;
    return status;
}

static enum nh_status store_all(struct package *package, const struct nh_incoming *incoming,
                                struct nh_error *err)
{
    enum nh_status status = NH_OK;
    if (!incoming->known)
        status = store_user(package->user, incoming->identity, err);
    for (size_t i = 0; !status && i < package->issuer_count; i++) {
        if (!nh_stored_certificate(package->store, package->issuers[i]))
            status = store_issuer(package->store, package->issuers[i], err);
    }
    return status ? status : nh_store_sync(package->store, err);
}

/* package->user is known. */
static enum nh_status store_package(struct package *package, struct nh_incoming *out,
                                    struct nh_error *err)
{
    struct nh_incoming incoming = {0};
    enum nh_status status = look_at(package, &incoming, err);
    if (!status)
        status = store_all(package, &incoming, err);
    if (status) {
        nh_incoming_reset(&incoming);
        return status;
    }
    struct nh_identity *stored = nh_describe(package->user);
    if (stored) {
        nh_identity_free(&incoming.identity);
        incoming.identity = stored;
    }
    *out = incoming;
    return NH_OK;
}

enum nh_status nh_incoming_store(struct nh_store *store, const struct nh_bufs *certificates,
                                 struct nh_incoming *out, struct nh_error *err)
{
    struct package package = {.store = store};
    enum nh_status status = decode(certificates, &package, err);
    if (!status)
        status = find_user(&package, err);
    if (!status)
        status = store_package(&package, out, err);
    release(&package);
    return status;
}

enum nh_status nh_incoming_complete(struct nh_store *store, CERTCertificate *certificate,
                                    const struct nh_bufs *issuers, struct nh_incoming *out,
                                    struct nh_error *err)
{
    struct package package = {.store = store};
    enum nh_status status = decode(issuers, &package, err);
    if (!status) {
        package.user = package.stored = CERT_DupCertificate(certificate);
        find_issuers(&package);
    }
    if (!status && !brings_new(&package))
        status = nh_fail(err, NH_BAD_DATA, NULL,
                         "None of the certificates in this file is the missing one.");
    if (!status)
        status = store_package(&package, out, err);
    release(&package);
    return status;
}
