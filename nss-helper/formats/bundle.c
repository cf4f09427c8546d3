/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/bundle.h"

#include "certificate/describe.h"
#include "certificate/nickname.h"
#include "certificate/verify.h"
#include "formats/incoming.h"
#include "nss/store.h"
#include "nss/stored.h"

#include <cert.h>
#include <certdb.h>
#include <keyhi.h>
#include <secasn1.h>
#include <secitem.h>
#include <secoid.h>
#include <stdlib.h>
#include <string.h>

void nh_bundle_reset(struct nh_bundle *bundle)
{
    for (size_t i = 0; i < bundle->count; i++) {
        free(bundle->items[i].nickname);
        CERT_DestroyCertificate(bundle->items[i].certificate);
    }
    bundle->count = 0;
}

static struct nh_bundle_item *find(struct nh_bundle *bundle, const SECItem *der)
{
    for (size_t i = 0; i < bundle->count; i++) {
        if (SECITEM_ItemsAreEqual(&bundle->items[i].certificate->derCert, der))
            return &bundle->items[i];
    }
    return NULL;
}

enum nh_status nh_bundle_add(struct nh_bundle *bundle, const SECItem *der, bool has_key,
                             struct nh_error *err)
{
    struct nh_bundle_item *item = find(bundle, der);
    if (!item && bundle->count == NH_CERTFILE_MAX_CERTS)
        return nh_fail(err, NH_BAD_DATA, NULL, "There are more than %d certificates in this file.",
                       NH_CERTFILE_MAX_CERTS);
    if (!item) {
        PORT_SetError(0);
        CERTCertificate *certificate = CERT_NewTempCertificate(
            CERT_GetDefaultCertDB(), (SECItem *)der, NULL, PR_FALSE, PR_TRUE);
        if (!certificate)
            return nh_fail_nss(err, NH_BAD_DATA, "A certificate in this file is damaged.");
        item = &bundle->items[bundle->count++];
        *item = (struct nh_bundle_item){.certificate = certificate,
                                        .was_stored = nh_stored_certificate(certificate),
                                        .key_was_stored = nh_stored_key(certificate)};
    }
    item->has_key |= has_key;
    return NH_OK;
}

size_t nh_bundle_identities(const struct nh_bundle *bundle)
{
    size_t count = 0;
    for (size_t i = 0; i < bundle->count; i++)
        count += bundle->items[i].has_key;
    return count;
}

static SECOidTag curve_of(const SECItem *parameters)
{
    static const SEC_ASN1Template id_template[] = {{SEC_ASN1_OBJECT_ID, 0, NULL, sizeof(SECItem)}};
    SECItem id = {0};
    PLArenaPool *arena = PORT_NewArena(SEC_ASN1_DEFAULT_ARENA_SIZE);
    bool good = arena && SEC_QuickDERDecodeItem(arena, &id, id_template, parameters) == SECSuccess;
    SECOidTag tag = good ? SECOID_FindOIDTag(&id) : SEC_OID_UNKNOWN;
    if (arena)
        PORT_FreeArena(arena, PR_FALSE);
    return tag;
}

/* RSA of a length that NSS signs with, or a curve that browsers know (RFC 8422 section
   5.1.1). */
static bool is_known_kind(SECKEYPublicKey *key)
{
    unsigned bits = SECKEY_PublicKeyStrengthInBits(key);
    if (SECKEY_GetPublicKeyType(key) == rsaKey)
        return bits >= 1023 && bits <= 16384;
    if (SECKEY_GetPublicKeyType(key) != ecKey)
        return false;
    SECOidTag tag = curve_of(&key->u.ec.DEREncodedParams);
    return tag == SEC_OID_SECG_EC_SECP256R1 || tag == SEC_OID_SECG_EC_SECP384R1 ||
           tag == SEC_OID_SECG_EC_SECP521R1;
}

SECKEYPublicKey *nh_bundle_public_key(CERTCertificate *certificate, struct nh_error *err)
{
    SECKEYPublicKey *key = CERT_ExtractPublicKey(certificate);
    if (key && is_known_kind(key))
        return key;
    SECKEY_DestroyPublicKey(key);
    nh_fail(err, NH_KEY_KIND, NULL,
            "The key in this file is of a kind that Firefox does not use: neither RSA (of 1024 to "
            "16384 bits) nor on the curve P-256, P-384 or P-521.");
    return NULL;
}

enum nh_status nh_bundle_check_kinds(const struct nh_bundle *bundle, struct nh_error *err)
{
    for (size_t i = 0; i < bundle->count; i++) {
        if (!bundle->items[i].has_key)
            continue;
        SECKEYPublicKey *key = nh_bundle_public_key(bundle->items[i].certificate, err);
        if (!key)
            return NH_KEY_KIND;
        SECKEY_DestroyPublicKey(key);
    }
    return NH_OK;
}

/* Two subjects of one file must not get the same name. */
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
                                    const char *language, struct nh_error *err)
{
    struct nh_identity *identity = nh_describe(item->certificate);
    char *name = NULL, *made = NULL;
    if (!identity)
        return nh_fail_nss(err, NH_BAD_DATA, "A certificate in this file is damaged.");
    if (item->was_stored && *identity->nickname)
        item->nickname = strdup(identity->nickname);
    else if (item->has_key)
        name = nh_nickname_make(item->certificate, identity, language);
    else if ((made = CERT_MakeCANickname(item->certificate)))
        name = strdup(made);
    if (name)
        item->nickname = nh_nickname_number(name, item->certificate, is_taken, bundle);
    nh_identity_free(&identity);
    PORT_Free(made);
    free(name);
    return item->nickname ? NH_OK : nh_fail_memory(err);
}

enum nh_status nh_bundle_name(struct nh_bundle *bundle, const char *language, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    for (size_t i = 0; !status && i < bundle->count; i++)
        status = make_nickname(bundle, &bundle->items[i], language, err);
    return status;
}

enum nh_status nh_bundle_incoming(const struct nh_bundle *bundle, struct nh_incomings *out,
                                  struct nh_error *err)
{
    size_t count = nh_bundle_identities(bundle);
    struct nh_incoming *next = out->items = calloc(count + 1, sizeof *out->items);
    if (!next)
        return nh_fail_memory(err);
    out->count = count;
    for (size_t i = 0; i < bundle->count; i++) {
        const struct nh_bundle_item *item = &bundle->items[i];
        if (item->has_key) {
            next->known = item->was_stored && item->key_was_stored;
            next++->renewed =
                item->key_was_stored && nh_stored_other(bundle->store, item->certificate);
            continue;
        }
        out->items[0].intermediates += !item->was_stored;
        if (!nh_furthers_add(&out->items[0].further, item->certificate,
                             item->was_stored ? NH_FURTHER_KNOWN : NH_FURTHER_NEW))
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

bool nh_bundle_is_known(const struct nh_bundle *bundle)
{
    for (size_t i = 0; i < bundle->count; i++) {
        const struct nh_bundle_item *item = &bundle->items[i];
        if (!item->was_stored || (item->has_key && !item->key_was_stored))
            return false;
    }
    return true;
}

enum nh_status nh_bundle_check(const struct nh_bundle *bundle, struct nh_error *err)
{
    for (size_t i = 0; i < bundle->count; i++) {
        const struct nh_bundle_item *item = &bundle->items[i];
        PORT_SetError(0);
        /* NSS ignores some failures to store. */
        if (!nh_stored_in_slot(bundle->store, item->certificate))
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
