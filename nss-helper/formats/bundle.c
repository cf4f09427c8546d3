/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/bundle.h"

#include "base/buf.h"
#include "certificate/describe.h"
#include "certificate/nickname.h"
#include "certificate/verify.h"
#include "formats/incoming.h"
#include "nss/expected.h"
#include "nss/store.h"
#include "nss/stored.h"

#include <cert.h>
#include <certdb.h>
#include <keyhi.h>
#include <pk11pub.h>
#include <secitem.h>
#include <stdlib.h>
#include <string.h>

void nh_bundle_drop_keys(struct nh_bundle *bundle)
{
    for (size_t i = 0; i < bundle->key_count; i++)
        nh_pkcs8_free(&bundle->keys[i]);
    bundle->key_count = 0;
    for (size_t i = 0; i < bundle->count; i++) {
        SECKEY_DestroyPrivateKey(bundle->items[i].key);
        bundle->items[i].key = NULL;
    }
}

void nh_bundle_reset(struct nh_bundle *bundle)
{
    nh_bundle_drop_keys(bundle);
    for (size_t i = 0; i < bundle->count; i++) {
        free(bundle->items[i].nickname);
        CERT_DestroyCertificate(bundle->items[i].certificate);
    }
    bundle->count = 0;
}

static bool is_there(const struct nh_bundle *bundle, const SECItem *der)
{
    for (size_t i = 0; i < bundle->count; i++) {
        if (SECITEM_ItemsAreEqual(&bundle->items[i].certificate->derCert, der))
            return true;
    }
    return false;
}

enum nh_status nh_bundle_add(struct nh_bundle *bundle, const SECItem *der, struct nh_error *err)
{
    if (is_there(bundle, der))
        return NH_OK;
    if (bundle->count == NH_CERTFILE_MAX_CERTS)
        return nh_fail(err, NH_BAD_DATA, NULL, "There are more than %d certificates in this file.",
                       NH_CERTFILE_MAX_CERTS);
    PORT_SetError(0);
    CERTCertificate *certificate =
        CERT_NewTempCertificate(CERT_GetDefaultCertDB(), (SECItem *)der, NULL, PR_FALSE, PR_TRUE);
    if (!certificate)
        return nh_fail_nss(err, NH_BAD_DATA, "A certificate in this file is damaged.");
    bundle->items[bundle->count++] =
        (struct nh_bundle_item){.certificate = certificate,
                                .was_stored = nh_stored_certificate(bundle->store, certificate),
                                .key_was_stored = nh_stored_key(bundle->store, certificate)};
    return NH_OK;
}

enum nh_status nh_bundle_add_all(struct nh_bundle *bundle, const struct nh_bufs *certificates,
                                 struct nh_error *err)
{
    enum nh_status status = NH_OK;
    for (size_t i = 0; !status && i < certificates->count; i++) {
        const struct nh_buf *it = &certificates->items[i];
        SECItem der = {siBuffer, it->data, (unsigned)it->length};
        status = nh_bundle_add(bundle, &der, err);
    }
    return status;
}

enum nh_status nh_bundle_add_key(struct nh_bundle *bundle, struct nh_pkcs8 **key,
                                 enum nh_pkcs8_form form, struct nh_error *err)
{
    bundle->open_key |= form != NH_PKCS8_SEALED;
    for (size_t i = 0; *key && i < bundle->key_count; i++) {
        if (nh_pkcs8_equal(bundle->keys[i], *key))
            nh_pkcs8_free(key); /* a duplicate */
    }
    if (!*key)
        return NH_OK;
    if (bundle->key_count == NH_BUNDLE_KEYS_MOST) {
        nh_pkcs8_free(key);
        return nh_fail(err, NH_BAD_DATA, NULL, "There are more than %d keys in this file.",
                       NH_BUNDLE_KEYS_MOST);
    }
    bundle->keys[bundle->key_count++] = *key;
    *key = NULL;
    return NH_OK;
}

size_t nh_bundle_identities(const struct nh_bundle *bundle)
{
    size_t count = 0;
    for (size_t i = 0; i < bundle->count; i++)
        count += bundle->items[i].has_key;
    return count;
}

/* Dates are ignored here; an expired chain is reported elsewhere. */
static bool has_signed(CERTCertificate *issuer, CERTCertificate *of)
{
    SECKEYPublicKey *key = CERT_ExtractPublicKey(issuer);
    bool good =
        key && CERT_VerifySignedDataWithPublicKey(&of->signatureWrap, key, NULL) == SECSuccess;
    SECKEY_DestroyPublicKey(key);
    return good;
}

/* Mark the chain above one certificate, by signatures and not by names alone. */
static void mark_issuers(struct nh_bundle *bundle, CERTCertificate *of)
{
    for (size_t i = 0; i < bundle->count; i++) {
        struct nh_bundle_item *item = &bundle->items[i];
        if (item->is_issuer || item->certificate == of ||
            !SECITEM_ItemsAreEqual(&item->certificate->derSubject, &of->derIssuer) ||
            !CERT_IsCACert(item->certificate, NULL) || !has_signed(item->certificate, of))
            continue;
        item->is_issuer = true;
        of = item->certificate;
        i = (size_t)-1;
    }
}

/* A certificate of a person whose key is not in the file, or NULL. */
static CERTCertificate *keyless(const struct nh_bundle *bundle)
{
    for (size_t i = 0; i < bundle->count; i++) {
        const struct nh_bundle_item *item = &bundle->items[i];
        if (!item->has_key && !CERT_IsCACert(item->certificate, NULL))
            return item->certificate;
    }
    return NULL;
}

static enum nh_status fail_unpaired(const struct nh_bundle *bundle, struct nh_error *err)
{
    CERTCertificate *other = keyless(bundle);
    if (!other)
        return nh_fail(
            err, NH_NO_CERTIFICATE, NULL,
            "This file has a key, but not its certificate. If the certificate is in another file, "
            "name both: nss-helper import KEY CERTIFICATE");
    return nh_fail(
        err, NH_NOT_PROVEN, NULL,
        "The key in this file does not belong to its certificate (\"%.120s\"). Ask whoever made "
        "the file for the right key.",
        other->subjectName ? other->subjectName : "");
}

/* Give the key to each of its certificates, as a session object of its own that has signed. *any:
   it has one. */
static enum nh_status pair_key(struct nh_bundle *bundle, const struct nh_pkcs8 *key,
                               unsigned long *work, bool *any, struct nh_error *err)
{
    for (size_t i = 0; i < bundle->count; i++) {
        struct nh_bundle_item *item = &bundle->items[i];
        if (item->has_key)
            continue;
        item->key = nh_pkcs8_for(key, bundle->store, item->certificate, work);
        item->has_key = item->key != NULL;
        *any |= item->has_key;
        if (*work > NH_BUNDLE_WORK_MOST)
            return nh_fail(
                err, NH_BAD_DATA, NULL,
                "The keys in this file are too many and too large to import at once. Import them "
                "one by one.");
    }
    return NH_OK;
}

enum nh_status nh_bundle_pair(struct nh_bundle *bundle, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    unsigned long work = 0;
    bool all = true;
    for (size_t k = 0; !status && k < bundle->key_count; k++) {
        bool any = false;
        status = pair_key(bundle, bundle->keys[k], &work, &any, err);
        all &= any;
    }
    if (status)
        return status;
    for (size_t i = 0; i < bundle->count; i++) {
        if (bundle->items[i].has_key)
            mark_issuers(bundle, bundle->items[i].certificate);
    }
    return all ? NH_OK : fail_unpaired(bundle, err);
}

/* Two subjects in one file must not get the same nickname. */
static bool is_taken(const char *nickname, CERTCertificate *of, void *context)
{
    const struct nh_bundle *bundle = context;
    for (size_t i = 0; i < bundle->count; i++) {
        const struct nh_bundle_item *item = &bundle->items[i];
        if (item->nickname && strcmp(item->nickname, nickname) == 0 &&
            !SECITEM_ItemsAreEqual(&item->certificate->derSubject, &of->derSubject))
            return true;
    }
    return false;
}

static enum nh_status make_nickname(struct nh_bundle *bundle, struct nh_bundle_item *item,
                                    struct nh_error *err)
{
    struct nh_identity *identity = nh_describe(item->certificate);
    char *name = NULL, *made = NULL;
    if (!identity)
        return nh_fail_nss(err, NH_BAD_DATA, "A certificate in this file is damaged.");
    if (item->was_stored && *identity->nickname)
        item->nickname = strdup(identity->nickname);
    else if (item->has_key)
        name = nh_nickname_make(item->certificate, identity);
    else if ((made = CERT_MakeCANickname(item->certificate)))
        name = strdup(made);
    if (name)
        item->nickname = nh_nickname_number(name, item->certificate, is_taken, bundle);
    nh_identity_free(&identity);
    PORT_Free(made);
    free(name);
    return item->nickname ? NH_OK : nh_fail_memory(err);
}

enum nh_status nh_bundle_name(struct nh_bundle *bundle, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    for (size_t i = 0; !status && i < bundle->count; i++)
        status = make_nickname(bundle, &bundle->items[i], err);
    return status;
}

static enum nh_further_state state_of(const struct nh_bundle_item *item)
{
    if (item->was_stored)
        return NH_FURTHER_KNOWN;
    return item->is_issuer ? NH_FURTHER_NEW : NH_FURTHER_STRANGER;
}

enum nh_status nh_bundle_incoming(const struct nh_bundle *bundle, struct nh_incomings *out,
                                  struct nh_error *err)
{
    size_t count = nh_bundle_identities(bundle);
    struct nh_incoming *next = out->items = calloc(count + 1, sizeof *out->items);
    if (!next)
        return nh_fail_memory(err);
    out->count = count;
    for (size_t i = 0; count && i < bundle->count; i++) {
        const struct nh_bundle_item *item = &bundle->items[i];
        if (item->has_key) {
            next->known = item->was_stored && item->key_was_stored;
            next++->renewed =
                item->key_was_stored && nh_stored_other(bundle->store, item->certificate);
            continue;
        }
        out->items[0].intermediates += item->is_issuer && !item->was_stored;
        if (!nh_furthers_add(&out->items[0].further, item->certificate, state_of(item)))
            return nh_fail_memory(err);
    }
    return nh_bundle_describe(bundle, out, err);
}

enum nh_status nh_bundle_describe(const struct nh_bundle *bundle, struct nh_incomings *incoming,
                                  struct nh_error *err)
{
    struct nh_incoming *next = incoming->items;
    for (size_t i = 0; i < bundle->count; i++) {
        if (!bundle->items[i].has_key)
            continue;
        struct nh_identity *identity = nh_describe(bundle->items[i].certificate);
        if (!identity)
            return nh_fail_memory(err);
        nh_identity_free(&next->identity);
        next++->identity = identity;
    }
    return NH_OK;
}

/* CA certificates that issued nothing here are not stored, so that a file can't fill the
   profile. */
static bool comes_in(const struct nh_bundle_item *item)
{
    return item->has_key || item->is_issuer;
}

/* In NSS's memory they could be mistaken for issuers that the profile will not have. */
static void let_strangers_go(struct nh_bundle *bundle)
{
    size_t kept = 0;
    for (size_t i = 0; i < bundle->count; i++) {
        struct nh_bundle_item *item = &bundle->items[i];
        if (comes_in(item)) {
            bundle->items[kept++] = *item;
            continue;
        }
        free(item->nickname);
        CERT_DestroyCertificate(item->certificate);
    }
    bundle->count = kept;
}

bool nh_bundle_expect(struct nh_bundle *bundle)
{
    bool enough = true;
    let_strangers_go(bundle);
    for (size_t i = 0; enough && i < bundle->count; i++) {
        const struct nh_bundle_item *item = &bundle->items[i];
        enough =
            nh_expected_add(nh_store_expected(bundle->store), item->certificate, item->has_key);
    }
    return enough;
}

bool nh_bundle_is_known(const struct nh_bundle *bundle)
{
    for (size_t i = 0; i < bundle->count; i++) {
        const struct nh_bundle_item *item = &bundle->items[i];
        if (comes_in(item) && (!item->was_stored || (item->has_key && !item->key_was_stored)))
            return false;
    }
    return true;
}

/* A key with two certificates is stored once: storing it again under the same nickname lost it. */
static bool is_key_stored(const struct nh_bundle *bundle, size_t index)
{
    const struct nh_bundle_item *item = &bundle->items[index];
    bool stored = item->key_was_stored;
    for (size_t i = 0; !stored && i < index; i++)
        stored = SECITEM_ItemsAreEqual(&bundle->items[i].certificate->derPublicKey,
                                       &item->certificate->derPublicKey);
    return stored;
}

static enum nh_status store_key(struct nh_store *store, const struct nh_bundle_item *item,
                                struct nh_error *err)
{
    SECKEYPublicKey *its = CERT_ExtractPublicKey(item->certificate);
    PORT_SetError(0);
    SECKEYPrivateKey *kept =
        its ? PK11_LoadPrivKey(nh_store_slot(store), item->key, its, PR_TRUE, PR_TRUE) : NULL;
    enum nh_status status =
        kept ? NH_OK : nh_fail_nss(err, NH_NSS, "The key could not be stored in the profile.");
    SECKEY_DestroyPrivateKey(kept);
    SECKEY_DestroyPublicKey(its);
    return status;
}

static bool import_certificate(struct nh_store *store, const struct nh_bundle_item *item)
{
    if (!item->has_key)
        return PK11_ImportCert(nh_store_slot(store), item->certificate, CK_INVALID_HANDLE,
                               item->nickname, PR_FALSE) == SECSuccess;
    PK11SlotInfo *slot = PK11_ImportCertForKey(item->certificate, item->nickname, NULL);
    if (slot)
        PK11_FreeSlot(slot);
    return slot != NULL;
}

/* Keys first: a certificate without its key is useless. */
enum nh_status nh_bundle_store(struct nh_bundle *bundle, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    for (size_t i = 0; !status && i < bundle->count; i++) {
        const struct nh_bundle_item *item = &bundle->items[i];
        if (item->has_key && !is_key_stored(bundle, i))
            status = store_key(bundle->store, item, err);
        PORT_SetError(0);
        if (!status && comes_in(item) && !item->was_stored &&
            !import_certificate(bundle->store, item))
            status = nh_fail_nss(err, NH_NSS, "A certificate could not be stored in the profile.");
    }
    return status;
}

enum nh_status nh_bundle_check(const struct nh_bundle *bundle, struct nh_error *err)
{
    for (size_t i = 0; i < bundle->count; i++) {
        const struct nh_bundle_item *item = &bundle->items[i];
        PORT_SetError(0);
        /* NSS does not report every failure to store. */
        if (comes_in(item) && !nh_stored_in_slot(bundle->store, item->certificate))
            return nh_fail_nss(err, NH_NSS, "A certificate could not be stored in the profile.");
        if (item->has_key && !nh_verify_pair(bundle->store, item->certificate))
            return nh_fail(err, NH_NOT_PROVEN, NULL,
                           "The key in this file does not work with its certificate (\"%.120s\"). "
                           "Nothing was installed.",
                           item->certificate->subjectName ? item->certificate->subjectName : "");
    }
    return NH_OK;
}

void nh_bundle_take_back(const struct nh_bundle *bundle)
{
    for (size_t i = 0; i < bundle->count; i++) {
        const struct nh_bundle_item *item = &bundle->items[i];
        if (item->has_key && !item->key_was_stored)
            nh_stored_key_remove(bundle->store, item->certificate);
        if (!item->was_stored && nh_stored_in_slot(bundle->store, item->certificate))
            SEC_DeletePermCertificate(item->certificate);
    }
}
