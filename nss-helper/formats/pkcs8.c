/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/pkcs8.h"

#include "base/buf.h"
#include "base/language.h"
#include "formats/pbe.h"
#include "formats/unseal.h"
#include "nss/key.h"
#include "nss/store.h"

#include <cert.h>
#include <keyhi.h>
#include <pk11pub.h>
#include <secasn1.h>
#include <secerr.h>
#include <secitem.h>
#include <secoid.h>
#include <stdlib.h>
#include <string.h>

SEC_ASN1_MKSUB(SECOID_AlgorithmIDTemplate)

/* OneAsymmetricKey, without its attributes and public key, which are not needed. */
struct open {
    SECKEYPrivateKeyInfo info;
    SECItem attributes, public;
};
static const SEC_ASN1Template open_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct open)},
    {SEC_ASN1_INTEGER, offsetof(struct open, info.version), NULL, 0},
    {SEC_ASN1_INLINE | SEC_ASN1_XTRN, offsetof(struct open, info.algorithm),
     SEC_ASN1_SUB(SECOID_AlgorithmIDTemplate), 0},
    {SEC_ASN1_OCTET_STRING, offsetof(struct open, info.privateKey), NULL, 0},
    {SEC_ASN1_OPTIONAL | SEC_ASN1_ANY, offsetof(struct open, attributes), NULL, 0},
    {SEC_ASN1_OPTIONAL | SEC_ASN1_ANY, offsetof(struct open, public), NULL, 0},
    {0, 0, NULL, 0},
};

/* RSAPrivateKey */
struct rsa {
    SECItem version, modulus, numbers[7], more;
};
static const SEC_ASN1Template rsa_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct rsa)},
    {SEC_ASN1_INTEGER, offsetof(struct rsa, version), NULL, 0},
    {SEC_ASN1_INTEGER, offsetof(struct rsa, modulus), NULL, 0},
    {SEC_ASN1_INTEGER, offsetof(struct rsa, numbers[0]), NULL, 0},
    {SEC_ASN1_INTEGER, offsetof(struct rsa, numbers[1]), NULL, 0},
    {SEC_ASN1_INTEGER, offsetof(struct rsa, numbers[2]), NULL, 0},
    {SEC_ASN1_INTEGER, offsetof(struct rsa, numbers[3]), NULL, 0},
    {SEC_ASN1_INTEGER, offsetof(struct rsa, numbers[4]), NULL, 0},
    {SEC_ASN1_INTEGER, offsetof(struct rsa, numbers[5]), NULL, 0},
    {SEC_ASN1_INTEGER, offsetof(struct rsa, numbers[6]), NULL, 0},
    {SEC_ASN1_OPTIONAL | SEC_ASN1_ANY, offsetof(struct rsa, more), NULL, 0},
    {0, 0, NULL, 0},
};

/* ECPrivateKey. Its public key is optional; Java's keytool leaves it out. */
struct ec {
    SECItem version, secret, parameters, point;
};
static const SEC_ASN1Template any_template[] = {{SEC_ASN1_ANY, 0, NULL, sizeof(SECItem)}};
static const SEC_ASN1Template bits_template[] = {{SEC_ASN1_BIT_STRING, 0, NULL, sizeof(SECItem)}};
static const SEC_ASN1Template ec_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct ec)},
    {SEC_ASN1_INTEGER, offsetof(struct ec, version), NULL, 0},
    {SEC_ASN1_OCTET_STRING, offsetof(struct ec, secret), NULL, 0},
    {SEC_ASN1_OPTIONAL | SEC_ASN1_EXPLICIT | SEC_ASN1_CONSTRUCTED | SEC_ASN1_CONTEXT_SPECIFIC | 0,
     offsetof(struct ec, parameters), any_template, 0},
    {SEC_ASN1_OPTIONAL | SEC_ASN1_EXPLICIT | SEC_ASN1_CONSTRUCTED | SEC_ASN1_CONTEXT_SPECIFIC | 1,
     offsetof(struct ec, point), bits_template, 0},
    {0, 0, NULL, 0},
};

struct nh_pkcs8 {
    PLArenaPool *arena;
    struct open open;
    KeyType type;
    struct rsa rsa;
    struct ec ec;
};

void nh_pkcs8_free(struct nh_pkcs8 **pkcs8)
{
    if (!*pkcs8)
        return;
    PORT_FreeArena((*pkcs8)->arena, PR_TRUE);
    free(*pkcs8);
    *pkcs8 = NULL;
}

/* By the structure alone, because it must work before a store is open. */
enum nh_pkcs8_form nh_pkcs8_recognise(const void *der, size_t length)
{
    static const struct {
        enum nh_pkcs8_form form;
        const SEC_ASN1Template *template;
    } forms[] = {{NH_PKCS8_SEALED, NULL},
                 {NH_PKCS8_OPEN, open_template},
                 {NH_PKCS8_RSA, rsa_template},
                 {NH_PKCS8_EC, ec_template}};
    union {
        SECKEYEncryptedPrivateKeyInfo sealed;
        struct open open;
        struct rsa rsa;
        struct ec ec;
    } out;
    SECItem item = {siBuffer, (unsigned char *)der, (unsigned)length};
    enum nh_pkcs8_form found = NH_PKCS8_NONE;
    PLArenaPool *arena = PORT_NewArena(SEC_ASN1_DEFAULT_ARENA_SIZE);
    for (size_t i = 0; arena && !found && i < sizeof forms / sizeof *forms; i++) {
        const SEC_ASN1Template *template =
            forms[i].template ? forms[i].template
                              : SEC_ASN1_GET(SECKEY_EncryptedPrivateKeyInfoTemplate);
        memset(&out, 0, sizeof out);
        if (SEC_QuickDERDecodeItem(arena, &out, template, &item) == SECSuccess)
            found = forms[i].form;
    }
    if (arena)
        PORT_FreeArena(arena, PR_TRUE);
    return found;
}

static enum nh_status fail_damaged(struct nh_error *err)
{
    return nh_fail_nss(err, NH_BAD_DATA, "The key in this file is damaged or cut off.");
}

static enum nh_status fail_kind(struct nh_error *err)
{
    return nh_fail(
        err, NH_KEY_KIND, NULL,
        "Firefox does not use the kind of key in this file. It uses RSA keys of 1024 to 16384 "
        "bits, and keys on the curves P-256, P-384 and P-521.");
}

/* Wrap an older form in PKCS#8. */
static bool wrap(struct nh_pkcs8 *out, SECOidTag kind, const SECItem *der, SECItem *parameters)
{
    out->open.info.privateKey = *der;
    return SEC_ASN1EncodeInteger(out->arena, &out->open.info.version, 0) &&
           SECOID_SetAlgorithmID(out->arena, &out->open.info.algorithm, kind, parameters) ==
               SECSuccess;
}

/* Decode any of the unencrypted forms into the arena. */
static bool decode(struct nh_pkcs8 *out, enum nh_pkcs8_form form, const SECItem *der)
{
    struct ec ec = {.version = {siBuffer, NULL, 0}};
    switch (form) {
    case NH_PKCS8_OPEN:
        return SEC_ASN1DecodeItem(out->arena, &out->open, open_template, der) == SECSuccess;
    case NH_PKCS8_RSA: return wrap(out, SEC_OID_PKCS1_RSA_ENCRYPTION, der, NULL);
    case NH_PKCS8_EC:
        return SEC_ASN1DecodeItem(out->arena, &ec, ec_template, der) == SECSuccess &&
               ec.parameters.len && wrap(out, SEC_OID_ANSIX962_EC_PUBLIC_KEY, der, &ec.parameters);
    default: return false;
    }
}

/* The curves that browsers support (RFC 8422 section 5.1.1). */
static bool is_known_curve(struct nh_pkcs8 *pkcs8)
{
    static const SEC_ASN1Template id_template[] = {{SEC_ASN1_OBJECT_ID, 0, NULL, sizeof(SECItem)}};
    SECItem id = {0};
    if (SEC_ASN1DecodeItem(pkcs8->arena, &id, id_template,
                           &pkcs8->open.info.algorithm.parameters) != SECSuccess)
        return false;
    SECOidTag tag = SECOID_FindOIDTag(&id);
    return tag == SEC_OID_SECG_EC_SECP256R1 || tag == SEC_OID_SECG_EC_SECP384R1 ||
           tag == SEC_OID_SECG_EC_SECP521R1;
}

/* A length with which NSS can sign. */
static bool is_known_length(const SECItem *modulus)
{
    unsigned bits = SECKEY_BigIntegerBitLength(modulus);
    return bits >= 1023 && bits <= 16384;
}

static enum nh_status look_inside(struct nh_pkcs8 *out, struct nh_error *err)
{
    const SECItem *der = &out->open.info.privateKey;
    PORT_SetError(0);
    switch (SECOID_GetAlgorithmTag(&out->open.info.algorithm)) {
    case SEC_OID_PKCS1_RSA_ENCRYPTION:
        out->type = rsaKey;
        if (SEC_ASN1DecodeItem(out->arena, &out->rsa, rsa_template, der) != SECSuccess)
            return fail_damaged(err);
        return is_known_length(&out->rsa.modulus) ? NH_OK : fail_kind(err);
    case SEC_OID_ANSIX962_EC_PUBLIC_KEY:
        out->type = ecKey;
        if (!is_known_curve(out))
            return fail_kind(err);
        if (SEC_ASN1DecodeItem(out->arena, &out->ec, ec_template, der) != SECSuccess)
            return fail_damaged(err);
        return NH_OK;
    default: return fail_kind(err);
    }
}

static enum nh_status read_open(struct nh_pkcs8 *out, enum nh_pkcs8_form form, const SECItem *der,
                                struct nh_error *err)
{
    PORT_SetError(0);
    SECItem *copy = SECITEM_ArenaDupItem(out->arena, der);
    if (!copy || !decode(out, form, copy))
        return fail_damaged(err);
    return look_inside(out, err);
}

/* Of several keys, some may have the password of the file, and others their own. */
static enum nh_status read_sealed(struct nh_pkcs8 *out, const SECItem *der,
                                  const struct nh_opening *opening, unsigned long *rounds,
                                  struct nh_error *err)
{
    const char *const passwords[] = {opening->password, opening->key_password};
    if (!opening->password && !opening->key_password)
        return nh_pbe_fail_waiting(err);
    SECKEYEncryptedPrivateKeyInfo info = {0};
    struct nh_buf plain = {.secret = true};
    PORT_SetError(0);
    if (SEC_ASN1DecodeItem(out->arena, &info, SEC_ASN1_GET(SECKEY_EncryptedPrivateKeyInfoTemplate),
                           der) != SECSuccess)
        return fail_damaged(err);
    enum nh_status status = NH_PASSWORD;
    for (size_t i = 0; status == NH_PASSWORD && i < 2; i++)
        if (passwords[i])
            status = nh_unseal(&info.algorithm, &info.encryptedData, passwords[i],
                               N_("The key in this file"), rounds, &plain, err);
    if (!status)
        status = read_open(out, NH_PKCS8_OPEN,
                           &(SECItem){siBuffer, plain.data, (unsigned)plain.length}, err);
    nh_buf_reset(&plain);
    return status;
}

static enum nh_status read(struct nh_pkcs8 *out, enum nh_pkcs8_form form, const SECItem *der,
                           const struct nh_opening *opening, unsigned long *rounds,
                           struct nh_error *err)
{
    if (form == NH_PKCS8_SEALED)
        return read_sealed(out, der, opening, rounds, err);
    if (!opening->accept_open)
        return nh_fail(
            err, NH_OPEN_KEY, NULL,
            "The key in this file is not encrypted, so anyone who has had the file has the key. If "
            "nobody else has received the file, import it with --accept-open-key. Then delete the "
            "file, and request a new certificate.");
    return read_open(out, form, der, err);
}

enum nh_status nh_pkcs8_read(enum nh_pkcs8_form form, const SECItem *der,
                             const struct nh_opening *opening, unsigned long *rounds,
                             struct nh_pkcs8 **out, struct nh_error *err)
{
    struct nh_pkcs8 *it = calloc(1, sizeof *it);
    if (!it || !(it->arena = PORT_NewArena(SEC_ASN1_DEFAULT_ARENA_SIZE))) {
        free(it);
        return nh_fail_memory(err);
    }
    enum nh_status status = read(it, form, der, opening, rounds, err);
    if (status)
        nh_pkcs8_free(&it);
    else
        *out = it;
    return status;
}

bool nh_pkcs8_equal(const struct nh_pkcs8 *one, const struct nh_pkcs8 *other)
{
    if (one->type != other->type)
        return false;
    return one->type == rsaKey ? SECITEM_ItemsAreEqual(&one->rsa.modulus, &other->rsa.modulus)
                               : SECITEM_ItemsAreEqual(&one->ec.secret, &other->ec.secret);
}

/* Either may have the leading zero byte of an INTEGER. */
static bool is_same_number(const SECItem *one, const SECItem *other)
{
    SECItem a = *one, b = *other;
    for (; a.len && !*a.data; a.len--)
        a.data++;
    for (; b.len && !*b.data; b.len--)
        b.data++;
    return SECITEM_ItemsAreEqual(&a, &b);
}

static bool may_fit(const struct nh_pkcs8 *pkcs8, const SECKEYPublicKey *its)
{
    if (pkcs8->type != its->keyType)
        return false;
    if (pkcs8->type == rsaKey)
        return is_same_number(&pkcs8->rsa.modulus, &its->u.rsa.modulus);
    SECItem point = pkcs8->ec.point;
    DER_ConvertBitString(&point);
    return point.len == 0 || SECITEM_ItemsAreEqual(&point, &its->u.ec.publicValue);
}

/* Add the public key, without which NSS imports no EC key. */
static bool complete(const struct nh_pkcs8 *pkcs8, SECKEYPublicKey *its, PLArenaPool *arena,
                     SECKEYPrivateKeyInfo *out)
{
    *out = pkcs8->open.info;
    if (pkcs8->type == rsaKey)
        return true;
    struct ec whole = pkcs8->ec;
    whole.point = its->u.ec.publicValue;
    whole.point.len <<= 3; /* a BIT STRING is measured in bits */
    return SEC_ASN1EncodeItem(arena, &out->privateKey, &whole, ec_template) != NULL;
}

static SECKEYPrivateKey *load(const struct nh_pkcs8 *pkcs8, struct nh_store *store,
                              SECKEYPublicKey *its)
{
    SECKEYPrivateKey *key = NULL;
    SECKEYPrivateKeyInfo info;
    PLArenaPool *arena = PORT_NewArena(SEC_ASN1_DEFAULT_ARENA_SIZE);
    if (!arena)
        return NULL;
    if (complete(pkcs8, its, arena, &info) &&
        PK11_ImportPrivateKeyInfoAndReturnKey(nh_store_slot(store), &info, NULL, NULL, PR_FALSE,
                                              PR_FALSE, KU_ALL, &key, NULL) != SECSuccess)
        key = NULL;
    PORT_FreeArena(arena, PR_TRUE);
    return key;
}

/* An EC key without its public key is tried with each certificate. */
static unsigned long cost_of(const struct nh_pkcs8 *pkcs8)
{
    unsigned long kilobits = (SECKEY_BigIntegerBitLength(&pkcs8->rsa.modulus) + 1023) / 1024;
    return pkcs8->type == rsaKey ? kilobits * kilobits * kilobits : 3;
}

SECKEYPrivateKey *nh_pkcs8_for(const struct nh_pkcs8 *pkcs8, struct nh_store *store,
                               CERTCertificate *certificate, unsigned long *work)
{
    SECKEYPublicKey *its = CERT_ExtractPublicKey(certificate);
    bool fits = its && may_fit(pkcs8, its);
    SECKEYPrivateKey *key = fits ? load(pkcs8, store, its) : NULL;
    if (fits)
        *work += cost_of(pkcs8);
    if (key && !nh_key_signs(key, its)) {
        SECKEY_DestroyPrivateKey(key);
        key = NULL;
    }
    SECKEY_DestroyPublicKey(its);
    return key;
}
