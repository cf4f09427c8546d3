/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation/crlsign.h"

#include <cert.h>
#include <cryptohi.h>
#include <keyhi.h>
#include <secasn1.h>
#include <secerr.h>
#include <secitem.h>
#include <secoid.h>

static enum nh_status fail_signer(struct nh_error *err)
{
    return nh_fail(err, NH_BAD_DATA, NULL, "The CA of the certificate did not sign the CRL.");
}

bool nh_crlsign_add(void *context, const unsigned char *bytes, size_t length)
{
    return VFY_Update(context, bytes, (unsigned)length) == SECSuccess;
}

static bool is_weak(SECOidTag hash)
{
    PRUint32 policy = 0;
    return NSS_GetAlgorithmPolicy(hash, &policy) == SECSuccess &&
           !(policy & NSS_USE_ALG_IN_CERT_SIGNATURE);
}

static enum nh_status fail_unknown(struct nh_error *err)
{
    return nh_fail(err, NH_BAD_DATA, NULL,
                   "The CRL is signed with an algorithm that NSS Helper does not support.");
}

static enum nh_status fail_weak(struct nh_error *err)
{
    return nh_fail(err, NH_BAD_DATA, NULL, "The CRL is signed with a weak algorithm.");
}

static enum nh_status fail_algorithm(struct nh_error *err)
{
    switch (PORT_GetError()) {
    case SEC_ERROR_SIGNATURE_ALGORITHM_DISABLED:
    case SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED: return fail_weak(err);
    case SEC_ERROR_INVALID_ALGORITHM:
    case SEC_ERROR_UNSUPPORTED_KEYALG:
    case SEC_ERROR_UNRECOGNIZED_OID: return fail_unknown(err);
    default: return fail_signer(err);
    }
}

/* The parameters of RSA-PSS name the hash (RFC 4055 section 3.1). */
static SECOidTag hash_of_pss(PLArenaPool *arena, const SECAlgorithmID *algorithm)
{
    SECKEYRSAPSSParams params = {.hashAlg = NULL};
    if (SEC_QuickDERDecodeItem(arena, &params, SEC_ASN1_GET(SECKEY_RSAPSSParamsTemplate),
                               &algorithm->parameters) != SECSuccess)
        return SEC_OID_UNKNOWN;
    return params.hashAlg ? SECOID_GetAlgorithmTag(params.hashAlg) : SEC_OID_SHA1;
}

/* VFY_CreateContextWithAlgorithmID of NSS (seen in 3.87) uses an uninitialized value when it
   rejects an algorithm with parameters. So parameters are passed only if they matter and the rest
   is accepted. */
static VFYContext *create(const SECKEYPublicKey *key, const CERTCrl *crl, SECOidTag *hash)
{
    const SECAlgorithmID *full = &crl->signatureAlg;
    SECAlgorithmID bare = {.algorithm = full->algorithm};
    if (SECOID_GetAlgorithmTag(full) != SEC_OID_PKCS1_RSA_PSS_SIGNATURE)
        return VFY_CreateContextWithAlgorithmID(key, NULL, &bare, hash, NULL);
    VFYContext *trial = VFY_CreateContextDirect(key, NULL, SEC_OID_PKCS1_RSA_PSS_SIGNATURE,
                                                hash_of_pss(crl->arena, full), hash, NULL);
    if (!trial)
        return NULL;
    VFY_DestroyContext(trial, PR_TRUE);
    return VFY_CreateContextWithAlgorithmID(key, NULL, full, hash, NULL);
}

static enum nh_status check_signer(CERTCertificate *issuer, const CERTCrl *crl,
                                   struct nh_error *err)
{
    if (!SECITEM_ItemsAreEqual(&crl->derName, &issuer->derSubject) ||
        (issuer->keyUsagePresent && !(issuer->keyUsage & KU_CRL_SIGN)))
        return fail_signer(err);
    if (CERT_CheckCertValidTimes(issuer, PR_Now(), PR_FALSE) != secCertTimeValid)
        return nh_fail(
            err, NH_BAD_DATA, NULL,
            "The CA's certificate, which is needed to check the CRL, is not valid today.");
    return NH_OK;
}

enum nh_status nh_crlsign_begin(CERTCertificate *issuer, const CERTCrl *crl, VFYContext **out,
                                struct nh_error *err)
{
    SECOidTag hash = SEC_OID_UNKNOWN;
    enum nh_status status = check_signer(issuer, crl, err);
    SECKEYPublicKey *key = status ? NULL : CERT_ExtractPublicKey(issuer);
    if (status || !key)
        return status ? status : fail_unknown(err);
    PORT_SetError(0);
    VFYContext *check = create(key, crl, &hash);
    SECKEY_DestroyPublicKey(key);
    if (!check)
        return fail_algorithm(err);
    if (is_weak(hash))
        status = fail_weak(err);
    else if (VFY_Begin(check) != SECSuccess)
        status = fail_algorithm(err);
    if (status)
        nh_crlsign_free(check);
    else
        *out = check;
    return status;
}

enum nh_status nh_crlsign_end(VFYContext *check, SECItem *signature, struct nh_error *err)
{
    return VFY_EndWithSignature(check, signature) == SECSuccess ? NH_OK : fail_signer(err);
}

void nh_crlsign_free(VFYContext *check)
{
    if (check)
        VFY_DestroyContext(check, PR_TRUE);
}
