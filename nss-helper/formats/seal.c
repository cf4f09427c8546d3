/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/seal.h"

#include "base/buf.h"
#include "formats/pbe.h"
#include "nss/store.h"

#include <cert.h>
#include <keyhi.h>
#include <pk11pub.h>
#include <secasn1.h>
#include <secerr.h>
#include <secoid.h>

/* The largest block size of the ciphers, for padding. */
#define BLOCK_SIZE 16

static const struct {
    SECOidTag algorithm, cipher, hash; /* cipher and hash of PBES2 */
    nh_pbe_form *form;                 /* of the password */
} seals[] = {
    [NH_SEAL_AES] = {SEC_OID_PKCS5_PBES2, SEC_OID_AES_256_CBC, SEC_OID_HMAC_SHA256, nh_pbe_utf8},
    [NH_SEAL_3DES] = {SEC_OID_PKCS12_V2_PBE_WITH_SHA1_AND_3KEY_TRIPLE_DES_CBC, SEC_OID_UNKNOWN,
                      SEC_OID_UNKNOWN, nh_pbe_utf16},
};

static bool form_password(enum nh_seal seal, const char *password, struct nh_buf *out)
{
    if (seals[seal].form(password, out))
        return true;
    PORT_SetError(SEC_ERROR_NO_MEMORY);
    return false;
}

SECItem *nh_seal_key(struct nh_store *store, CERTCertificate *certificate, enum nh_seal seal,
                     const char *password, PLArenaPool *arena)
{
    struct nh_buf formed = {.secret = true};
    SECKEYEncryptedPrivateKeyInfo *info = NULL;
    SECItem *der = NULL;
    if (form_password(seal, password, &formed)) {
        SECItem secret = {siBuffer, formed.data, (unsigned)formed.length};
        info = PK11_ExportEncryptedPrivateKeyInfoV2(nh_store_slot(store), seals[seal].algorithm,
                                                    seals[seal].cipher, seals[seal].hash, &secret,
                                                    certificate, NH_SEAL_ROUNDS, NULL);
    }
    if (info) {
        der = SEC_ASN1EncodeItem(arena, NULL, info,
                                 SEC_ASN1_GET(SECKEY_EncryptedPrivateKeyInfoTemplate));
        SECKEY_DestroyEncryptedPrivateKeyInfo(info, PR_TRUE);
    }
    nh_buf_reset(&formed);
    return der;
}

/* With a new salt. */
static SECAlgorithmID *make_algorithm(enum nh_seal seal)
{
    if (seals[seal].cipher == SEC_OID_UNKNOWN)
        return PK11_CreatePBEAlgorithmID(seals[seal].algorithm, NH_SEAL_ROUNDS, NULL);
    return PK11_CreatePBEV2AlgorithmID(seals[seal].algorithm, seals[seal].cipher, seals[seal].hash,
                                       0, NH_SEAL_ROUNDS, NULL);
}

static bool encrypt(PK11SymKey *key, SECAlgorithmID *algorithm, SECItem *secret,
                    const SECItem *bytes, PLArenaPool *arena, SECItem *out)
{
    SECItem *parameter = NULL;
    CK_MECHANISM_TYPE cipher = PK11_GetPBECryptoMechanism(algorithm, &parameter, secret);
    unsigned most = bytes->len + BLOCK_SIZE;
    bool good = cipher != CKM_INVALID_MECHANISM && SECITEM_AllocItem(arena, out, most) &&
                PK11_Encrypt(key, PK11_GetPadMechanism(cipher), parameter, out->data, &out->len,
                             most, bytes->data, bytes->len) == SECSuccess;
    SECITEM_ZfreeItem(parameter, PR_TRUE);
    return good;
}

/* In the slot that works in memory, so that a locked profile does not matter. */
static bool encrypt_under(SECItem *secret, SECAlgorithmID *algorithm, const SECItem *bytes,
                          PLArenaPool *arena, SECItem *out)
{
    PK11SlotInfo *slot = PK11_GetInternalSlot();
    PK11SymKey *key = slot ? PK11_PBEKeyGen(slot, algorithm, secret, PR_FALSE, NULL) : NULL;
    bool good = key && encrypt(key, algorithm, secret, bytes, arena, out);
    if (key)
        PK11_FreeSymKey(key);
    if (slot)
        PK11_FreeSlot(slot);
    return good;
}

bool nh_seal_bytes(const SECItem *bytes, enum nh_seal seal, const char *password,
                   PLArenaPool *arena, SECItem *algorithm, SECItem *out)
{
    struct nh_buf formed = {.secret = true};
    SECAlgorithmID *made = make_algorithm(seal);
    bool good = made && form_password(seal, password, &formed);
    if (good) {
        SECItem secret = {siBuffer, formed.data, (unsigned)formed.length};
        good = encrypt_under(&secret, made, bytes, arena, out) &&
               SEC_ASN1EncodeItem(arena, algorithm, made, SEC_ASN1_GET(SECOID_AlgorithmIDTemplate));
    }
    if (made)
        SECOID_DestroyAlgorithmID(made, PR_TRUE);
    nh_buf_reset(&formed);
    return good;
}
