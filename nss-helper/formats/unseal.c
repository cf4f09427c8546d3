/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/unseal.h"

#include "base/buf.h"
#include "base/language.h"
#include "formats/pbe.h"
#include "nss/der.h"
#include "nss/store.h"

#include <cert.h>
#include <pk11pub.h>
#include <prprf.h>
#include <secasn1.h>
#include <secerr.h>
#include <secoid.h>
#include <secpkcs5.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

SEC_ASN1_MKSUB(SECOID_AlgorithmIDTemplate)

/* PBES2-params, RFC 8018 appendix A.4 */
struct pbes2 {
    SECAlgorithmID derivation, cipher;
};
static const SEC_ASN1Template pbes2_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct pbes2)},
    {SEC_ASN1_INLINE | SEC_ASN1_XTRN, offsetof(struct pbes2, derivation),
     SEC_ASN1_SUB(SECOID_AlgorithmIDTemplate), 0},
    {SEC_ASN1_INLINE | SEC_ASN1_XTRN, offsetof(struct pbes2, cipher),
     SEC_ASN1_SUB(SECOID_AlgorithmIDTemplate), 0},
    {0, 0, NULL, 0},
};

/* PBKDF2-params, appendix A.2 */
struct pbkdf2 {
    SECItem salt, rounds, length;
    SECAlgorithmID prf;
};
static const SEC_ASN1Template pbkdf2_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct pbkdf2)},
    {SEC_ASN1_OCTET_STRING, offsetof(struct pbkdf2, salt), NULL, 0},
    {SEC_ASN1_INTEGER, offsetof(struct pbkdf2, rounds), NULL, 0},
    {SEC_ASN1_INTEGER | SEC_ASN1_OPTIONAL, offsetof(struct pbkdf2, length), NULL, 0},
    {SEC_ASN1_INLINE | SEC_ASN1_XTRN | SEC_ASN1_OPTIONAL, offsetof(struct pbkdf2, prf),
     SEC_ASN1_SUB(SECOID_AlgorithmIDTemplate), 0},
    {0, 0, NULL, 0},
};

static bool is_known_prf(const SECAlgorithmID *prf)
{
    switch (SECOID_GetAlgorithmTag(prf)) {
    case SEC_OID_HMAC_SHA1:
    case SEC_OID_HMAC_SHA224:
    case SEC_OID_HMAC_SHA256:
    case SEC_OID_HMAC_SHA384:
    case SEC_OID_HMAC_SHA512: return true;
    default: return prf->algorithm.len == 0; /* the default is HMAC with SHA-1 */
    }
}

/* The OID in PBES2 that NSS does not support, or NULL; allocated in the arena. */
static const SECItem *unknown_in_pbes2(const SECAlgorithmID *algorithm, PLArenaPool *arena)
{
    struct pbes2 *pbes2 = PORT_ArenaZNew(arena, struct pbes2);
    struct pbkdf2 *pbkdf2 = PORT_ArenaZNew(arena, struct pbkdf2);
    if (!pbes2 || !pbkdf2 ||
        SEC_QuickDERDecodeItem(arena, pbes2, pbes2_template, &algorithm->parameters) != SECSuccess)
        return &algorithm->algorithm;
    if (SECOID_GetAlgorithmTag(&pbes2->derivation) != SEC_OID_PKCS5_PBKDF2)
        return &pbes2->derivation.algorithm;
    if (SEC_QuickDERDecodeItem(arena, pbkdf2, pbkdf2_template, &pbes2->derivation.parameters) !=
        SECSuccess)
        return &pbes2->derivation.algorithm;
    if (!is_known_prf(&pbkdf2->prf))
        return &pbkdf2->prf.algorithm;
    SECOidTag cipher = SECOID_GetAlgorithmTag(&pbes2->cipher);
    return PK11_AlgtagToMechanism(cipher) == CKM_INVALID_MECHANISM ? &pbes2->cipher.algorithm
                                                                   : NULL;
}

/* The usual name for NSS's "OID.1.2.840…". */
static const char *name_of(const char *oid)
{
    static const char *const names[][2] = {
        {"OID.1.2.410.200046.1.1.2", "ARIA-128"},
        {"OID.1.2.410.200046.1.1.7", "ARIA-192"},
        {"OID.1.2.410.200046.1.1.12", "ARIA-256"},
        {"OID.1.2.392.200011.61.1.1.1.2", "Camellia-128"},
        {"OID.1.2.392.200011.61.1.1.1.3", "Camellia-192"},
        {"OID.1.2.392.200011.61.1.1.1.4", "Camellia-256"},
        {"OID.1.2.410.200004.1.4", "SEED"},
        {"OID.1.2.156.10197.1.104.2", "SM4"},
        {"OID.1.2.643.2.2.21", "GOST 28147-89"},
        {"OID.1.3.6.1.4.1.3029.1.2", "Blowfish"},
        {"OID.1.3.6.1.4.1.188.7.1.1.2", "IDEA"},
        {"OID.1.2.840.113533.7.66.10", "CAST-128"},
        {"OID.1.3.6.1.4.1.11591.4.11", "scrypt"},
        {"OID.2.16.840.1.101.3.4.1.6", "AES-128 in GCM"},
        {"OID.2.16.840.1.101.3.4.1.26", "AES-192 in GCM"},
        {"OID.2.16.840.1.101.3.4.1.46", "AES-256 in GCM"},
        {"OID.1.2.840.113549.1.5.13", N_("PBES2, in an unknown form")},
        {"OID.1.2.840.113549.1.5.1", "PBE with MD2 and DES"},
        {"OID.1.2.840.113549.1.5.4", "PBE with MD2 and RC2"},
        {"OID.1.2.840.113549.1.5.6", "PBE with MD5 and RC2"},
        {"OID.1.2.840.113549.1.5.11", "PBE with SHA-1 and RC2"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i][0], oid) == 0)
            return _(names[i][1]);
    }
    return oid;
}

static enum nh_status fail_unknown(const SECItem *id, const char *what, struct nh_error *err)
{
    char *oid = CERT_GetOidString(id);
    enum nh_status status = nh_fail(
        err, NH_BAD_DATA, NULL,
        /* TRANSLATORS: "This PKCS#12 file" or "The key in this file", and a cipher. */
        "%s is encrypted with %s. Neither NSS Helper nor Firefox can open it. Ask for a file that "
        "is encrypted with AES, or encrypt it again: \"openssl pkcs12 -in FILE -out NEW\", "
        "for a key alone \"openssl pkcs8 -topk8 -in FILE -out NEW\". Then import NEW.",
        _(what), oid ? name_of(oid) : _("an unknown cipher"));
    PR_smprintf_free(oid);
    return status;
}

static enum nh_status check(const SECAlgorithmID *algorithm, const char *what,
                            unsigned long *rounds, struct nh_error *err)
{
    PLArenaPool *arena = PORT_NewArena(SEC_ASN1_DEFAULT_ARENA_SIZE);
    const SECItem *unknown = NULL;
    if (!arena)
        return nh_fail_memory(err);
    if (SECOID_GetAlgorithmTag(algorithm) == SEC_OID_PKCS5_PBES2)
        unknown = unknown_in_pbes2(algorithm, arena);
    if (!unknown && !SEC_PKCS5IsAlgorithmPBEAlg((SECAlgorithmID *)algorithm))
        unknown = &algorithm->algorithm;
    enum nh_status status = unknown ? fail_unknown(unknown, what, err)
                                    : nh_pbe_check(algorithm->parameters.data,
                                                   algorithm->parameters.len, what, rounds, err);
    PORT_FreeArena(arena, PR_FALSE);
    return status;
}

/* Space for all of it; removing the padding makes it shorter. */
static bool decrypt(PK11SymKey *key, SECAlgorithmID *algorithm, SECItem *secret,
                    const SECItem *bytes, struct nh_buf *out)
{
    SECItem *parameter = NULL;
    unsigned char *plain = malloc(bytes->len + 1);
    unsigned length = 0;
    CK_MECHANISM_TYPE cipher = PK11_GetPBECryptoMechanism(algorithm, &parameter, secret);
    bool good = plain && cipher != CKM_INVALID_MECHANISM &&
                PK11_Decrypt(key, PK11_GetPadMechanism(cipher), parameter, plain, &length,
                             bytes->len, bytes->data, bytes->len) == SECSuccess &&
                nh_buf_add(out, plain, length);
    SECITEM_ZfreeItem(parameter, PR_TRUE);
    nh_free_secret(plain, bytes->len + 1);
    return good;
}

/* One wrong password in 256 gives correct padding, so this is checked, too. */
static bool is_element(const struct nh_buf *bytes)
{
    size_t length = 0;
    return !nh_der_length(bytes->data, bytes->length, &length, NULL) && length > 0 &&
           length == bytes->length;
}

/* In the slot that works in memory, so that a locked profile does not matter. */
static enum nh_status try_form(const SECAlgorithmID *algorithm, const SECItem *bytes,
                               const struct nh_buf *password, const char *what, struct nh_buf *out,
                               struct nh_error *err)
{
    SECAlgorithmID *its = (SECAlgorithmID *)algorithm;
    SECItem secret = {siBuffer, password->data, (unsigned)password->length};
    PK11SlotInfo *slot = PK11_GetInternalSlot();
    PORT_SetError(0);
    PK11SymKey *key = slot ? PK11_PBEKeyGen(slot, its, &secret, PR_FALSE, NULL) : NULL;
    enum nh_status status = NH_PASSWORD;
    if (key && decrypt(key, its, &secret, bytes, out) && is_element(out))
        status = NH_OK;
    else if (PORT_GetError() == SEC_ERROR_NO_MEMORY)
        status = nh_fail_memory(err);
    else if (!key)
        status = fail_unknown(&algorithm->algorithm, what, err);
    if (status)
        nh_buf_reset(out);
    if (key)
        PK11_FreeSymKey(key);
    if (slot)
        PK11_FreeSlot(slot);
    return status;
}

/* In RFC 8018 a password is bytes, but NSS before 3.31 wrote UTF-16 there, too. */
static nh_pbe_form *const *forms_of(const SECAlgorithmID *algorithm)
{
    static nh_pbe_form *const pkcs5[] = {nh_pbe_utf8, nh_pbe_utf16, nh_pbe_latin1, NULL};
    static nh_pbe_form *const pkcs12[] = {nh_pbe_utf16, nh_pbe_bytes, nh_pbe_none, NULL};
    switch (SECOID_GetAlgorithmTag(algorithm)) {
    case SEC_OID_PKCS12_V2_PBE_WITH_SHA1_AND_128_BIT_RC4:
    case SEC_OID_PKCS12_V2_PBE_WITH_SHA1_AND_40_BIT_RC4:
    case SEC_OID_PKCS12_V2_PBE_WITH_SHA1_AND_3KEY_TRIPLE_DES_CBC:
    case SEC_OID_PKCS12_V2_PBE_WITH_SHA1_AND_2KEY_TRIPLE_DES_CBC:
    case SEC_OID_PKCS12_V2_PBE_WITH_SHA1_AND_128_BIT_RC2_CBC:
    case SEC_OID_PKCS12_V2_PBE_WITH_SHA1_AND_40_BIT_RC2_CBC: return pkcs12;
    default: return pkcs5;
    }
}

enum nh_status nh_unseal(const SECAlgorithmID *algorithm, const SECItem *bytes,
                         const char *password, const char *what, unsigned long *rounds,
                         struct nh_buf *out, struct nh_error *err)
{
    enum nh_status status = check(algorithm, what, rounds, err);
    if (status)
        return status;
    status = NH_PASSWORD;
    nh_pbe_form *const *form = forms_of(algorithm);
    for (bool more = false; status == NH_PASSWORD && *form; form++) {
        struct nh_buf secret = {.secret = true};
        bool is_one = (*form)(password, &secret);
        if (is_one && more && check(algorithm, what, rounds, NULL))
            is_one = false; /* too much work for another encoding */
        if (is_one)
            status = try_form(algorithm, bytes, &secret, what, out, err);
        more |= is_one;
        nh_buf_reset(&secret);
    }
    return status == NH_PASSWORD
               ? nh_fail(err, NH_PASSWORD, NULL, "The password does not open this file.")
               : status;
}
