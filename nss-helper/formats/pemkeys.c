/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/pemkeys.h"

#include "base/buf.h"
#include "formats/bundle.h"
#include "formats/pbe.h"
#include "nss/armour.h"
#include "nss/base64.h"
#include "nss/key.h"
#include "nss/store.h"

#include <cert.h>
#include <keyhi.h>
#include <pk11pub.h>
#include <secasn1.h>
#include <secerr.h>
#include <secitem.h>
#include <secmodt.h>
#include <secoid.h>
#include <secpkcs5.h>
#include <stdlib.h>
#include <string.h>

struct nh_pemkeys {
    struct nh_bundle *bundle;
    /* The key of each item, a session object, or NULL. */
    SECKEYPrivateKey *keys[NH_CERTFILE_MAX_CERTS];
};

void nh_pemkeys_free(struct nh_pemkeys **keys)
{
    if (!*keys)
        return;
    for (size_t i = 0; i < NH_CERTFILE_MAX_CERTS; i++)
        SECKEY_DestroyPrivateKey((*keys)->keys[i]);
    free(*keys);
    *keys = NULL;
}

static bool is_key(const struct nh_armour *block)
{
    static const char end[] = "PRIVATE KEY";
    size_t length = strlen(end);
    return block->label_length >= length &&
           strncmp(block->label + block->label_length - length, end, length) == 0;
}

bool nh_pemkeys_recognise(const char *text, size_t length)
{
    const char *end = text + length;
    struct nh_armour block;
    while (nh_armour_next(&text, end, &block) == NH_ARMOUR_BLOCK) {
        if (is_key(&block))
            return true;
    }
    return false;
}

/* Of the kinds of armour that PEM has for keys, only this one tells nothing of the key. */
static enum nh_status check_block(const struct nh_armour *block, struct nh_error *err)
{
    static const char old[] = "4,ENCRYPTED";
    if (nh_armour_is(block, "ENCRYPTED PRIVATE KEY"))
        return NH_OK;
    if (memmem(block->body, block->length, old, strlen(old)))
        return nh_fail(err, NH_BAD_DATA, NULL,
                       "The key in this file is encrypted in an old and weak way (Proc-Type: "
                       "4,ENCRYPTED). \"openssl pkcs8 -topk8 -in FILE -out NEW\" encrypts it anew: "
                       "put NEW and the certificates into one file, and import that.");
    return nh_fail(
        err, NH_BAD_DATA, NULL,
        "The key in this file is not encrypted: whoever has had the file has had the key. "
        "\"openssl pkcs8 -topk8 -in FILE -out NEW\" encrypts it: put NEW and the "
        "certificates into one file, and import that.");
}

static bool is_pkcs12_algorithm(SECOidTag tag)
{
    switch (tag) {
    case SEC_OID_PKCS12_V2_PBE_WITH_SHA1_AND_128_BIT_RC4:
    case SEC_OID_PKCS12_V2_PBE_WITH_SHA1_AND_40_BIT_RC4:
    case SEC_OID_PKCS12_V2_PBE_WITH_SHA1_AND_3KEY_TRIPLE_DES_CBC:
    case SEC_OID_PKCS12_V2_PBE_WITH_SHA1_AND_2KEY_TRIPLE_DES_CBC:
    case SEC_OID_PKCS12_V2_PBE_WITH_SHA1_AND_128_BIT_RC2_CBC:
    case SEC_OID_PKCS12_V2_PBE_WITH_SHA1_AND_40_BIT_RC2_CBC: return true;
    default: return false;
    }
}

/* An encrypted key, on its way. */
struct envelope {
    PLArenaPool *arena;
    SECKEYEncryptedPrivateKeyInfo info;
};

static enum nh_status fail_unknown(struct nh_error *err)
{
    return nh_fail(
        err, NH_BAD_DATA, NULL,
        "The key in this file is encrypted in a way that is not known here. \"openssl "
        "pkcs8 -topk8 -in FILE -out NEW\" encrypts it anew: put NEW and the certificates "
        "into one file, and import that.");
}

static enum nh_status decode(const struct nh_armour *block, struct envelope *out,
                             struct nh_error *err)
{
    struct nh_buf der = {0};
    unsigned long rounds = 0;
    bool good = nh_base64_decode(block->body, block->length, &der);
    SECItem item = {siBuffer, der.data, (unsigned)der.length};
    SECItem *copy = good ? SECITEM_ArenaDupItem(out->arena, &item) : NULL;
    nh_buf_reset(&der);
    if (!copy || SEC_QuickDERDecodeItem(out->arena, &out->info,
                                        SEC_ASN1_GET(SECKEY_EncryptedPrivateKeyInfoTemplate),
                                        copy) != SECSuccess)
        return nh_fail(err, NH_BAD_DATA, NULL, "The key in this file is damaged or cut off.");
    if (!SEC_PKCS5IsAlgorithmPBEAlg(&out->info.algorithm))
        return fail_unknown(err);
    SECItem *parameters = &out->info.algorithm.parameters;
    return nh_pbe_check(parameters->data, parameters->len, "The key in this file", &rounds, err);
}

static SECItem *value_of(SECKEYPublicKey *key)
{
    return key->keyType == rsaKey ? &key->u.rsa.modulus : &key->u.ec.publicValue;
}

/* What is unwrapped knows itself of which kind it is, but not its own name: NSS makes that
   of the public key that it is said to have. */
static SECKEYPrivateKey *decrypt(struct nh_store *store, struct envelope *envelope,
                                 const struct nh_buf *password, SECKEYPublicKey *its)
{
    SECKEYPrivateKey *key = NULL;
    SECItem secret = {siBuffer, password->data, (unsigned)password->length};
    unsigned uses = its->keyType == rsaKey ? KU_DIGITAL_SIGNATURE | KU_KEY_ENCIPHERMENT
                                           : KU_DIGITAL_SIGNATURE | KU_KEY_AGREEMENT;
    PORT_SetError(0);
    if (PK11_ImportEncryptedPrivateKeyInfoAndReturnKey(
            nh_store_slot(store), &envelope->info, &secret, NULL, value_of(its), PR_FALSE, PR_FALSE,
            its->keyType, uses, &key, NULL) != SECSuccess)
        return NULL;
    return key;
}

/* The password in each form that programs have used with the algorithm. */
static SECKEYPrivateKey *try_forms(struct nh_store *store, struct envelope *envelope,
                                   const char *password, SECKEYPublicKey *its)
{
    static nh_pbe_form *const narrow[] = {nh_pbe_utf8, NULL};
    static nh_pbe_form *const wide[] = {nh_pbe_utf16, nh_pbe_bytes, nh_pbe_none, NULL};
    nh_pbe_form *const *form =
        is_pkcs12_algorithm(SECOID_GetAlgorithmTag(&envelope->info.algorithm)) ? wide : narrow;
    SECKEYPrivateKey *key = NULL;
    for (; !key && *form; form++) {
        struct nh_buf secret = {0};
        if ((*form)(password, &secret))
            key = decrypt(store, envelope, &secret, its);
        nh_buf_reset(&secret);
    }
    return key;
}

/* The certificate of which the key may be: one that is no CA's and has no key yet, of a
   kind that is known if there is such a one. */
static CERTCertificate *guess(const struct nh_bundle *bundle)
{
    CERTCertificate *other = NULL;
    for (size_t i = 0; i < bundle->count; i++) {
        const struct nh_bundle_item *item = &bundle->items[i];
        if (item->has_key || CERT_IsCACert(item->certificate, NULL))
            continue;
        SECKEYPublicKey *its = nh_bundle_public_key(item->certificate, NULL);
        SECKEY_DestroyPublicKey(its);
        if (its)
            return item->certificate;
        other = item->certificate;
    }
    return other ? other : bundle->items[0].certificate;
}

/* And the one of which it is. */
static CERTCertificate *find(const struct nh_bundle *bundle, SECKEYPrivateKey *key)
{
    CERTCertificate *found = NULL;
    for (size_t i = 0; !found && i < bundle->count; i++) {
        SECKEYPublicKey *its = nh_bundle_public_key(bundle->items[i].certificate, NULL);
        if (its && its->keyType == SECKEY_GetPrivateKeyType(key) && nh_key_signs(key, its))
            found = bundle->items[i].certificate;
        SECKEY_DestroyPublicKey(its);
    }
    return found;
}

static enum nh_status fail_to_decrypt(struct nh_error *err)
{
    switch (PORT_GetError()) {
    case SEC_ERROR_UNRECOGNIZED_OID: return fail_unknown(err);
    case SEC_ERROR_NO_MEMORY: return nh_fail_memory(err);
    default: return nh_fail(err, NH_PASSWORD, NULL, "The password does not open this file.");
    }
}

static enum nh_status decrypt_for(struct nh_store *store, struct envelope *envelope,
                                  const char *password, CERTCertificate *certificate,
                                  SECKEYPrivateKey **out, struct nh_error *err)
{
    SECKEYPublicKey *its = nh_bundle_public_key(certificate, err);
    if (!its)
        return NH_KEY_KIND;
    *out = try_forms(store, envelope, password, its);
    enum nh_status status = *out ? NH_OK : fail_to_decrypt(err);
    SECKEY_DestroyPublicKey(its);
    return status;
}

static enum nh_status fail_alone(struct nh_error *err)
{
    return nh_fail(err, NH_NO_CERTIFICATE, NULL,
                   "There is a key in this file, but not its certificate. Put both into one file "
                   "(\"cat KEY CERTIFICATE >BOTH\"), and import that.");
}

/* A renewed certificate may be there beside the one before it: both get the key. */
static enum nh_status join(struct nh_pemkeys *keys, SECKEYPrivateKey *key, CERTCertificate *its,
                           struct nh_error *err)
{
    enum nh_status status = NH_OK;
    for (size_t i = 0; !status && i < keys->bundle->count; i++) {
        CERTCertificate *it = keys->bundle->items[i].certificate;
        if (keys->keys[i] || !SECITEM_ItemsAreEqual(&it->derPublicKey, &its->derPublicKey))
            continue;
        status = nh_bundle_add(keys->bundle, &it->derCert, true, err);
        keys->keys[i] = SECKEY_CopyPrivateKey(key);
        if (!status && !keys->keys[i])
            status = nh_fail_memory(err);
    }
    return status;
}

static enum nh_status open_envelope(struct nh_pemkeys *keys, struct envelope *envelope,
                                    const char *password, struct nh_error *err)
{
    struct nh_store *store = keys->bundle->store;
    CERTCertificate *guessed = guess(keys->bundle), *its = NULL;
    SECKEYPrivateKey *key = NULL;
    enum nh_status status = decrypt_for(store, envelope, password, guessed, &key, err);
    if (!status && !(its = find(keys->bundle, key)))
        status = fail_alone(err);
    if (!status && !SECITEM_ItemsAreEqual(&its->derPublicKey, &guessed->derPublicKey)) {
        SECKEY_DestroyPrivateKey(key);
        key = NULL;
        status = decrypt_for(store, envelope, password, its, &key, err);
    }
    if (!status)
        status = join(keys, key, its, err);
    SECKEY_DestroyPrivateKey(key);
    return status;
}

static enum nh_status open_key(struct nh_pemkeys *keys, const struct nh_armour *block,
                               const char *password, struct nh_error *err)
{
    struct envelope envelope = {.arena = PORT_NewArena(DER_DEFAULT_CHUNKSIZE)};
    if (!envelope.arena)
        return nh_fail_memory(err);
    enum nh_status status = decode(block, &envelope, err);
    if (!status)
        status = open_envelope(keys, &envelope, password, err);
    PORT_FreeArena(envelope.arena, PR_FALSE);
    return status;
}

static enum nh_status check_blocks(const char *at, const char *end, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    struct nh_armour block;
    size_t count = 0;
    enum nh_armour_found found = NH_ARMOUR_NONE;
    while (!status && (found = nh_armour_next(&at, end, &block)) == NH_ARMOUR_BLOCK) {
        if (is_key(&block) && count++ < NH_CERTFILE_MAX_CERTS)
            status = check_block(&block, err);
    }
    if (!status && found == NH_ARMOUR_CUT)
        status = nh_fail(err, NH_BAD_DATA, NULL, "This file is cut off.");
    if (!status && count > NH_CERTFILE_MAX_CERTS)
        status = nh_fail(err, NH_BAD_DATA, NULL, "There are more than %d keys in this file.",
                         NH_CERTFILE_MAX_CERTS);
    if (!status && count == 0)
        status = nh_fail(err, NH_NO_KEY, NULL, "There is no key in this file.");
    return status;
}

static enum nh_status add_certificates(const char *text, size_t length, struct nh_bundle *bundle,
                                       struct nh_error *err)
{
    struct nh_bufs certificates = {0};
    enum nh_status status = nh_certfile_read(text, length, &certificates, err);
    if (status == NH_NO_CERTIFICATE)
        status = fail_alone(err);
    for (size_t i = 0; !status && i < certificates.count; i++) {
        SECItem der = {siBuffer, certificates.items[i].data,
                       (unsigned)certificates.items[i].length};
        status = nh_bundle_add(bundle, &der, false, err);
    }
    nh_bufs_reset(&certificates);
    return status;
}

enum nh_status nh_pemkeys_open(const char *text, size_t length, const char *password,
                               const char *language, struct nh_bundle *bundle,
                               struct nh_pemkeys **out, struct nh_error *err)
{
    const char *at = text, *end = text + length;
    struct nh_armour block;
    struct nh_pemkeys *keys = calloc(1, sizeof *keys);
    if (!keys)
        return nh_fail_memory(err);
    keys->bundle = bundle;
    enum nh_status status = check_blocks(text, end, err);
    if (!status)
        status = add_certificates(text, length, bundle, err);
    while (!status && nh_armour_next(&at, end, &block) == NH_ARMOUR_BLOCK) {
        if (is_key(&block))
            status = open_key(keys, &block, password, err);
    }
    if (!status)
        status = nh_bundle_check_kinds(bundle, err);
    if (!status)
        status = nh_bundle_name(bundle, language, err);
    if (status)
        nh_pemkeys_free(&keys);
    else
        *out = keys;
    return status;
}

/* Once for two certificates: stored a second time under its name, a key was lost. */
static bool is_stored(const struct nh_bundle *bundle, size_t index)
{
    const struct nh_bundle_item *item = &bundle->items[index];
    bool stored = item->key_was_stored;
    for (size_t i = 0; !stored && i < index; i++)
        stored = SECITEM_ItemsAreEqual(&bundle->items[i].certificate->derPublicKey,
                                       &item->certificate->derPublicKey);
    return stored;
}

static enum nh_status store_key(struct nh_store *store, SECKEYPrivateKey *key,
                                CERTCertificate *certificate, struct nh_error *err)
{
    SECKEYPublicKey *its = CERT_ExtractPublicKey(certificate);
    PORT_SetError(0);
    SECKEYPrivateKey *kept =
        its ? PK11_LoadPrivKey(nh_store_slot(store), key, its, PR_TRUE, PR_TRUE) : NULL;
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

/* The key first: a certificate without its key is of no use. */
enum nh_status nh_pemkeys_store(struct nh_pemkeys *keys, struct nh_error *err)
{
    struct nh_bundle *bundle = keys->bundle;
    enum nh_status status = NH_OK;
    for (size_t i = 0; !status && i < bundle->count; i++) {
        const struct nh_bundle_item *item = &bundle->items[i];
        if (item->has_key && !is_stored(bundle, i))
            status = store_key(bundle->store, keys->keys[i], item->certificate, err);
        PORT_SetError(0);
        if (!status && !item->was_stored && !import_certificate(bundle->store, item))
            status = nh_fail_nss(err, NH_NSS, "A certificate could not be stored in the profile.");
    }
    return status;
}
