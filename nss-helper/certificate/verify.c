/* SPDX-License-Identifier: MPL-2.0 */
#include "certificate/verify.h"

#include "certificate/find.h"
#include "nss/key.h"
#include "nss/roots.h"
#include "nss/store.h"

#include <cert.h>
#include <certdb.h>
#include <keyhi.h>
#include <pk11pub.h>
#include <secerr.h>

const char *nh_chain_word(enum nh_chain chain)
{
    switch (chain) {
    case NH_CHAIN_GOOD: return "good";
    case NH_CHAIN_UNTRUSTED: return "untrusted";
    case NH_CHAIN_INCOMPLETE: return "incomplete";
    case NH_CHAIN_BAD: break;
    }
    return "bad";
}

static bool signs(SECKEYPrivateKey *key, CERTCertificate *certificate)
{
    SECKEYPublicKey *public_key = CERT_ExtractPublicKey(certificate);
    bool good = public_key && nh_key_signs(key, public_key);
    SECKEY_DestroyPublicKey(public_key);
    return good;
}

/* For a key that may only decrypt. */
static bool has_same_value(SECKEYPrivateKey *key, CERTCertificate *certificate)
{
    SECKEYPublicKey *mine = SECKEY_ConvertToPublicKey(key);
    SECKEYPublicKey *its = CERT_ExtractPublicKey(certificate);
    bool same = mine && its && mine->keyType == its->keyType;
    if (same && mine->keyType == rsaKey)
        same = SECITEM_ItemsAreEqual(&mine->u.rsa.modulus, &its->u.rsa.modulus);
    else if (same)
        same = mine->keyType == ecKey &&
               SECITEM_ItemsAreEqual(&mine->u.ec.publicValue, &its->u.ec.publicValue);
    SECKEY_DestroyPublicKey(mine);
    SECKEY_DestroyPublicKey(its);
    return same;
}

bool nh_verify_pair(struct nh_store *store, CERTCertificate *certificate)
{
    SECKEYPrivateKey *key = PK11_FindPrivateKeyFromCert(nh_store_slot(store), certificate, NULL);
    bool good = key && (PK11_HasAttributeSet(key->pkcs11Slot, key->pkcs11ID, CKA_SIGN, PR_FALSE)
                            ? signs(key, certificate)
                            : has_same_value(key, certificate));
    SECKEY_DestroyPrivateKey(key);
    return good;
}

/* What one finding of the verifier means for the chain. The certificate's own dates
   and uses are judged elsewhere. */
static enum nh_chain weigh(const CERTVerifyLogNode *node)
{
    switch (node->error) {
    case SEC_ERROR_UNTRUSTED_ISSUER:
    case SEC_ERROR_UNTRUSTED_CERT: return NH_CHAIN_UNTRUSTED;
    case SEC_ERROR_UNKNOWN_ISSUER: return NH_CHAIN_INCOMPLETE;
    case SEC_ERROR_EXPIRED_CERTIFICATE:
    case SEC_ERROR_INADEQUATE_KEY_USAGE:
    case SEC_ERROR_INADEQUATE_CERT_TYPE: return node->depth == 0 ? NH_CHAIN_GOOD : NH_CHAIN_BAD;
    default: return NH_CHAIN_BAD;
    }
}

static enum nh_chain chain_for(CERTCertificate *certificate, SECCertUsage usage)
{
    enum nh_chain worst = NH_CHAIN_GOOD;
    CERTVerifyLog log = {.arena = PORT_NewArena(DER_DEFAULT_CHUNKSIZE)};
    if (!log.arena)
        return NH_CHAIN_BAD;
    CERT_VerifyCert(CERT_GetDefaultCertDB(), certificate, PR_TRUE, usage, PR_Now(), NULL, &log);
    for (CERTVerifyLogNode *node = log.head; node; node = node->next) {
        enum nh_chain found = weigh(node);
        if (found > worst)
            worst = found;
        CERT_DestroyCertificate(node->cert);
    }
    PORT_FreeArena(log.arena, PR_FALSE);
    return worst;
}

/* Is the CA that issued it trusted to identify websites? */
static bool is_known_ca(CERTCertificate *certificate)
{
    CERTCertificate *issuer = CERT_FindCertIssuer(certificate, PR_Now(), certUsageSSLCA);
    bool known = issuer && CERT_VerifyCert(CERT_GetDefaultCertDB(), issuer, PR_TRUE, certUsageSSLCA,
                                           PR_Now(), NULL, NULL) == SECSuccess;
    CERT_DestroyCertificate(issuer);
    return known;
}

/* Roots are trusted for websites and mail, hardly ever for logins: any of the three
   makes the chain good. */
static enum nh_chain judge_chain(CERTCertificate *certificate)
{
    SECMODModule *roots = nh_roots_load();
    enum nh_chain chain = chain_for(certificate, certUsageSSLClient);
    enum nh_chain mail = chain_for(certificate, certUsageEmailSigner);
    if (mail < chain)
        chain = mail;
    if (chain == NH_CHAIN_UNTRUSTED && is_known_ca(certificate))
        chain = NH_CHAIN_GOOD;
    nh_roots_unload(roots);
    return chain;
}

static bool is_current(CERTCertificate *certificate)
{
    return CERT_CheckCertValidTimes(certificate, PR_Now(), PR_FALSE) == secCertTimeValid;
}

void nh_verify_certificate(struct nh_store *store, CERTCertificate *certificate,
                           struct nh_proof *out)
{
    SECKEYPrivateKey *key = PK11_FindPrivateKeyFromCert(nh_store_slot(store), certificate, NULL);
    out->key = key != NULL;
    out->signs = key && nh_verify_pair(store, certificate);
    out->dates = is_current(certificate);
    out->chain = judge_chain(certificate);
    SECKEY_DestroyPrivateKey(key);
}

enum nh_status nh_verify(struct nh_store *store, const char *fingerprint, struct nh_proof *out,
                         struct nh_error *err)
{
    *out = (struct nh_proof){.chain = NH_CHAIN_BAD};
    CERTCertificate *certificate = nh_identity_certificate(store, fingerprint);
    if (!certificate)
        return nh_fail(err, NH_NO_IDENTITY, NULL, "The certificate is not in the profile.");
    nh_verify_certificate(store, certificate, out);
    CERT_DestroyCertificate(certificate);
    if (!out->key)
        return nh_fail(err, NH_NOT_PROVEN, NULL, "The key of this certificate is missing.");
    if (!out->signs)
        return nh_fail(err, NH_NOT_PROVEN, NULL, "The key does not sign for this certificate.");
    return NH_OK;
}

enum nh_status nh_proof_judge(const struct nh_proof *proof, struct nh_error *err)
{
    if (!proof->key || !proof->signs)
        return nh_fail(err, NH_NOT_PROVEN, NULL, "The key does not sign for this certificate.");
    if (!proof->dates)
        return nh_fail(err, NH_DATES, NULL,
                       "The certificate is not valid today: not yet, or not any more.");
    switch (proof->chain) {
    case NH_CHAIN_GOOD: return NH_OK;
    case NH_CHAIN_UNTRUSTED:
        return nh_fail(err, NH_CHAIN, NULL, "The root of its CA is not trusted by this profile.");
    case NH_CHAIN_INCOMPLETE:
        return nh_fail(err, NH_CHAIN, NULL, "A certificate of its CA is missing in this profile.");
    case NH_CHAIN_BAD: break;
    }
    return nh_fail(err, NH_CHAIN, NULL, "A certificate of its CA is wrong or out of date.");
}
