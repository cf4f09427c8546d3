/* SPDX-License-Identifier: MPL-2.0 */
#include "nss/key.h"

#include "base/buf.h"
#include "base/hex.h"
#include "nss/hash.h"
#include "nss/store.h"

#include <cert.h>
#include <cryptohi.h>
#include <keyhi.h>
#include <pk11pub.h>
#include <secasn1.h>
#include <secerr.h>
#include <secitem.h>
#include <secoid.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct nh_key {
    SECKEYPrivateKey *private_key;
    SECKEYPublicKey *public_key;
    SECItem *info; /* SubjectPublicKeyInfo of public_key */
};

static const struct {
    const char *word;
    int rsa_bits; /* 0: an elliptic curve */
    SECOidTag curve;
} kinds[] = {
    [NH_KEY_RSA_2048] = {"rsa-2048", 2048, SEC_OID_UNKNOWN},
    [NH_KEY_RSA_3072] = {"rsa-3072", 3072, SEC_OID_UNKNOWN},
    [NH_KEY_RSA_4096] = {"rsa-4096", 4096, SEC_OID_UNKNOWN},
    [NH_KEY_P_256] = {"p-256", 0, SEC_OID_ANSIX962_EC_PRIME256V1},
    [NH_KEY_P_384] = {"p-384", 0, SEC_OID_SECG_EC_SECP384R1},
};

const char *nh_key_kind_choice(size_t i)
{
    return i < sizeof kinds / sizeof *kinds ? kinds[i].word : NULL;
}

enum nh_status nh_key_kind_parse(const char *word, enum nh_key_kind *kind, struct nh_error *err)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(word, kinds[i].word) == 0) {
            *kind = (enum nh_key_kind)i;
            return NH_OK;
        }
    }
    char words[80] = "";
    for (size_t i = 0, used = 0; nh_key_kind_choice(i); i++, used = strlen(words))
        snprintf(words + used, sizeof words - used, "%s%s", i ? ", " : "", nh_key_kind_choice(i));
    return nh_fail(err, NH_KEY_KIND, NULL,
                   "NSS Helper does not create keys of the kind \"%.40s\". Choose %s.", word,
                   words);
}

const char *nh_key_kind_word(enum nh_key_kind kind)
{
    return kinds[kind].word;
}

/* The curve as parameters (RFC 5480 section 2.1.1); NULL if NSS does not know it. */
static SECItem *encode_curve(SECOidTag curve)
{
    static const SEC_ASN1Template id_template[] = {{SEC_ASN1_OBJECT_ID, 0, NULL, sizeof(SECItem)}};
    const SECOidData *known = SECOID_FindOIDByTag(curve);
    return known ? SEC_ASN1EncodeItem(NULL, NULL, &known->oid, id_template) : NULL;
}

static SECKEYPrivateKey *generate(PK11SlotInfo *slot, enum nh_key_kind kind,
                                  SECKEYPublicKey **public_key)
{
    /* In memory and not sensitive, so that it can be copied into the token. */
    const PK11AttrFlags flags =
        PK11_ATTR_SESSION | PK11_ATTR_PUBLIC | PK11_ATTR_INSENSITIVE | PK11_ATTR_EXTRACTABLE;
    if (kinds[kind].rsa_bits) {
        PK11RSAGenParams rsa = {.keySizeInBits = kinds[kind].rsa_bits, .pe = 65537};
        return PK11_GenerateKeyPairWithFlags(slot, CKM_RSA_PKCS_KEY_PAIR_GEN, &rsa, public_key,
                                             flags, NULL);
    }
    SECItem *curve = encode_curve(kinds[kind].curve);
    SECKEYPrivateKey *key = curve ? PK11_GenerateKeyPairWithFlags(slot, CKM_EC_KEY_PAIR_GEN, curve,
                                                                  public_key, flags, NULL)
                                  : NULL;
    SECITEM_FreeItem(curve, PR_TRUE);
    return key;
}

static SECKEYPublicKey *read_info(const SECItem *info)
{
    CERTSubjectPublicKeyInfo *parts = SECKEY_DecodeDERSubjectPublicKeyInfo(info);
    SECKEYPublicKey *key = parts ? SECKEY_ExtractPublicKey(parts) : NULL;
    SECKEY_DestroySubjectPublicKeyInfo(parts);
    return key;
}

/* When memory runs out, NSS can return an unreadable one as a success. */
static bool is_info_of(const SECItem *info, SECKEYPublicKey *public_key)
{
    SECKEYPublicKey *read = read_info(info);
    bool same = false;
    if (read && read->keyType == public_key->keyType && read->keyType == rsaKey)
        same =
            SECITEM_ItemsAreEqual(&read->u.rsa.modulus, &public_key->u.rsa.modulus) &&
            SECITEM_ItemsAreEqual(&read->u.rsa.publicExponent, &public_key->u.rsa.publicExponent);
    else if (read && read->keyType == public_key->keyType)
        same = SECITEM_ItemsAreEqual(&read->u.ec.DEREncodedParams,
                                     &public_key->u.ec.DEREncodedParams) &&
               SECITEM_ItemsAreEqual(&read->u.ec.publicValue, &public_key->u.ec.publicValue);
    SECKEY_DestroyPublicKey(read);
    return same;
}

enum nh_status nh_key_prepare(struct nh_store *store, enum nh_key_kind kind, struct nh_key **out,
                              struct nh_error *err)
{
    struct nh_key *key = calloc(1, sizeof *key);
    if (!key)
        return nh_fail_memory(err);
    key->private_key = generate(nh_store_slot(store), kind, &key->public_key);
    if (key->private_key)
        key->info = SECKEY_EncodeDERSubjectPublicKeyInfo(key->public_key);
    if (!key->info || !is_info_of(key->info, key->public_key)) {
        enum nh_status status = nh_fail_nss(err, NH_NSS, "The key could not be created.");
        nh_key_free(&key);
        return status;
    }
    *out = key;
    return NH_OK;
}

bool nh_key_signs(SECKEYPrivateKey *private_key, SECKEYPublicKey *public_key)
{
    unsigned char text[64];
    SECItem signature = {0};
    SECOidTag algorithm =
        SEC_GetSignatureAlgorithmOidTag(SECKEY_GetPrivateKeyType(private_key), SEC_OID_SHA256);
    bool good =
        PK11_GenerateRandom(text, sizeof text) == SECSuccess &&
        SEC_SignData(&signature, text, sizeof text, private_key, algorithm) == SECSuccess &&
        VFY_VerifyData(text, sizeof text, public_key, &signature, algorithm, NULL) == SECSuccess;
    SECITEM_FreeItem(&signature, PR_FALSE);
    return good;
}

/* What NSS derives the CKA_ID from; NULL for unsupported kinds of keys. */
static SECItem *name_of(SECKEYPublicKey *key)
{
    switch (key->keyType) {
    case rsaKey: return &key->u.rsa.modulus;
    case ecKey: return &key->u.ec.publicValue;
    default: return NULL;
    }
}

static SECItem *id_of(SECKEYPublicKey *key)
{
    SECItem *name = name_of(key);
    return name ? PK11_MakeIDFromPubKey(name) : NULL;
}

/* Find the key as its certificate will, and let it sign. When memory runs out, NSS can report
   success although it stored a key without an ID, with wrong bytes, or not at all. Such a key is
   removed. */
static bool is_whole(struct nh_store *store, const SECItem *info)
{
    SECKEYPublicKey *public_key = read_info(info);
    SECItem *id = public_key ? id_of(public_key) : NULL;
    SECKEYPrivateKey *found = id ? PK11_FindKeyByKeyID(nh_store_slot(store), id, NULL) : NULL;
    bool whole = found && nh_key_signs(found, public_key);
    if (found && !whole)
        PK11_DeleteTokenPrivateKey(found, PR_TRUE);
    else
        SECKEY_DestroyPrivateKey(found);
    SECITEM_FreeItem(id, PR_TRUE);
    SECKEY_DestroyPublicKey(public_key);
    return whole;
}

static enum nh_status put(struct nh_store *store, const struct nh_key *key, struct nh_error *err)
{
    PORT_SetError(0);
    SECKEYPrivateKey *kept =
        PK11_LoadPrivKey(nh_store_slot(store), key->private_key, key->public_key, PR_TRUE, PR_TRUE);
    if (!kept)
        return nh_fail_nss(err, NH_NSS, "The key could not be stored in the profile.");
    SECKEY_DestroyPrivateKey(kept);
    return nh_store_sync(store, err);
}

enum nh_status nh_key_keep(struct nh_store **store, struct nh_key **key, struct nh_error *err)
{
    enum nh_status status = put(*store, *key, err);
    SECItem *info = status ? NULL : SECITEM_DupItem((*key)->info);
    nh_key_free(key);
    if (!status)
        status = nh_store_reread(store, err);
    if (!status && !(info && is_whole(*store, info)))
        status = nh_fail_nss(err, NH_NSS,
                             "The key was not stored completely in the profile. Try again.");
    SECITEM_FreeItem(info, PR_TRUE);
    return status;
}

void nh_key_free(struct nh_key **key)
{
    if (!*key)
        return;
    if ((*key)->private_key)
        SECKEY_DestroyPrivateKey((*key)->private_key);
    if ((*key)->public_key)
        SECKEY_DestroyPublicKey((*key)->public_key);
    SECITEM_FreeItem((*key)->info, PR_TRUE);
    free(*key);
    *key = NULL;
}

bool nh_key_is_carried(enum nh_key_kind kind)
{
    return kinds[kind].rsa_bits > 0;
}

struct nh_carried {
    struct nh_buf bytes; /* PKCS#8, not encrypted */
    SECItem *info;
};

enum nh_status nh_key_carry(const struct nh_key *key, struct nh_carried **out, struct nh_error *err)
{
    struct nh_carried *carried = calloc(1, sizeof *carried);
    SECItem *bytes = carried ? PK11_ExportDERPrivateKeyInfo(key->private_key, NULL) : NULL;
    bool good = bytes != NULL;
    if (good) {
        carried->bytes.secret = true;
        carried->info = SECITEM_DupItem(key->info);
        good = carried->info && nh_buf_add(&carried->bytes, bytes->data, bytes->len);
    }
    SECITEM_ZfreeItem(bytes, PR_TRUE);
    if (!good) {
        nh_carried_free(&carried);
        return nh_fail(err, NH_NSS, NULL, "The key could not be created.");
    }
    *out = carried;
    return NH_OK;
}

static void bring(struct nh_store *store, const struct nh_carried *carried, struct nh_key *key)
{
    SECItem bytes = {siBuffer, carried->bytes.data, (unsigned)carried->bytes.length};
    key->info = SECITEM_DupItem(carried->info);
    key->public_key = read_info(carried->info);
    if (key->public_key && PK11_ImportDERPrivateKeyInfoAndReturnKey(
                               nh_store_slot(store), &bytes, NULL, name_of(key->public_key),
                               PR_FALSE, PR_FALSE, KU_ALL, &key->private_key, NULL) != SECSuccess)
        key->private_key = NULL;
}

enum nh_status nh_key_bring(struct nh_store *store, const struct nh_carried *carried,
                            struct nh_key **out, struct nh_error *err)
{
    struct nh_key *key = calloc(1, sizeof *key);
    if (!key)
        return nh_fail_memory(err);
    bring(store, carried, key);
    if (!key->info || !key->private_key) {
        enum nh_status status = nh_fail_nss(err, NH_NSS, "The key could not be created.");
        nh_key_free(&key);
        return status;
    }
    *out = key;
    return NH_OK;
}

void nh_carried_free(struct nh_carried **carried)
{
    if (!*carried)
        return;
    nh_buf_reset(&(*carried)->bytes);
    SECITEM_FreeItem((*carried)->info, PR_TRUE);
    free(*carried);
    *carried = NULL;
}

static bool find_halves(struct nh_store *store, const SECItem *info, struct nh_key *key)
{
    key->info = SECITEM_DupItem(info);
    key->public_key = read_info(info);
    SECItem *id = key->public_key ? id_of(key->public_key) : NULL;
    key->private_key = id ? PK11_FindKeyByKeyID(nh_store_slot(store), id, NULL) : NULL;
    SECITEM_FreeItem(id, PR_TRUE);
    return key->info && key->private_key;
}

enum nh_status nh_key_find(struct nh_store *store, const SECItem *info, struct nh_key **out,
                           struct nh_error *err)
{
    struct nh_key *key = calloc(1, sizeof *key);
    if (!key)
        return nh_fail_memory(err);
    if (!find_halves(store, info, key)) {
        nh_key_free(&key);
        return nh_fail(err, NH_NO_KEY, NULL, "The key of the request is not in the profile.");
    }
    *out = key;
    return NH_OK;
}

SECKEYPrivateKey *nh_key_private(const struct nh_key *key)
{
    return key->private_key;
}

SECKEYPublicKey *nh_key_public(const struct nh_key *key)
{
    return key->public_key;
}

const SECItem *nh_key_info(const struct nh_key *key)
{
    return key->info;
}

enum nh_status nh_key_hash(const struct nh_key *key, char hash[NH_KEY_HASH_SIZE],
                           struct nh_error *err)
{
    return nh_hash_hex(key->info->data, key->info->len, hash)
               ? NH_OK
               : nh_fail_nss(err, NH_NSS, "The key's fingerprint could not be computed.");
}

static bool write_id(SECItem *item, char id[NH_KEY_ID_SIZE])
{
    bool fits = item && item->len == (NH_KEY_ID_SIZE - 1) / 2;
    if (fits)
        nh_hex(item->data, item->len, id);
    SECITEM_FreeItem(item, PR_TRUE);
    return fits;
}

enum nh_status nh_key_id(const struct nh_key *key, char id[NH_KEY_ID_SIZE], struct nh_error *err)
{
    if (write_id(id_of(key->public_key), id))
        return NH_OK;
    return nh_fail_nss(err, NH_NSS, "The name for the key could not be computed.");
}

bool nh_key_id_of(SECKEYPrivateKey *key, char id[NH_KEY_ID_SIZE])
{
    return write_id(PK11_GetLowLevelKeyIDForPrivateKey(key), id);
}

/* PK11_GetLowLevelKeyIDForCert reads every certificate of the database, so it is called only for
   kinds of keys whose ID can't be computed here. */
SECItem *nh_key_name_for(CERTCertificate *certificate)
{
    SECKEYPublicKey *key = CERT_ExtractPublicKey(certificate);
    SECItem *id = key ? id_of(key) : NULL;
    SECKEY_DestroyPublicKey(key);
    return id ? id : PK11_GetLowLevelKeyIDForCert(NULL, certificate, NULL);
}

bool nh_key_id_for(CERTCertificate *certificate, char id[NH_KEY_ID_SIZE])
{
    return write_id(nh_key_name_for(certificate), id);
}

SECKEYPrivateKey *nh_key_with_id(struct nh_store *store, const char *id)
{
    unsigned char bytes[(NH_KEY_ID_SIZE - 1) / 2];
    SECItem item = {siBuffer, bytes, sizeof bytes};
    if (!nh_hex_is(id, NH_KEY_ID_SIZE - 1))
        return NULL;
    for (size_t i = 0; i < sizeof bytes; i++)
        sscanf(id + 2 * i, "%2hhx", &bytes[i]);
    return PK11_FindKeyByKeyID(nh_store_slot(store), &item, NULL);
}
