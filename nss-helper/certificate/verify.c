/* SPDX-License-Identifier: MPL-2.0 */
#include "certificate/verify.h"

#include "base/language.h"
#include "base/utf8.h"
#include "certificate/describe.h"
#include "certificate/find.h"
#include "nss/expected.h"
#include "nss/key.h"
#include "nss/roots.h"
#include "nss/store.h"

#include <cert.h>
#include <certdb.h>
#include <keyhi.h>
#include <pk11pub.h>
#include <prerror.h>
#include <secerr.h>
#include <stdio.h>
#include <stdlib.h>

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

/* Compare the public values, for a key that may only decrypt. */
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

static bool are_pair(SECKEYPrivateKey *key, CERTCertificate *certificate)
{
    return PK11_HasAttributeSet(key->pkcs11Slot, key->pkcs11ID, CKA_SIGN, PR_FALSE)
               ? signs(key, certificate)
               : has_same_value(key, certificate);
}

bool nh_verify_pair(struct nh_store *store, CERTCertificate *certificate)
{
    SECKEYPrivateKey *key = PK11_FindPrivateKeyFromCert(nh_store_slot(store), certificate, NULL);
    bool good = key && are_pair(key, certificate);
    SECKEY_DestroyPrivateKey(key);
    return good;
}

static bool is_current(CERTCertificate *certificate)
{
    return CERT_CheckCertValidTimes(certificate, PR_Now(), PR_FALSE) == secCertTimeValid;
}

/* Whether it is explicitly distrusted, which is more than not being trusted. */
static bool is_distrusted(CERTCertificate *certificate, SECCertUsage usage)
{
    CERTCertTrust trust = {0};
    if (CERT_GetCertTrust(certificate, &trust) != SECSuccess)
        return false;
    unsigned flags = usage == certUsageEmailSigner ? trust.emailFlags : trust.sslFlags;
    return (flags & CERTDB_TERMINAL_RECORD) &&
           !(flags & (CERTDB_TRUSTED | CERTDB_TRUSTED_CA | CERTDB_TRUSTED_CLIENT_CA));
}

/* What one entry of NSS's log means for the chain. The certificate's own dates and uses are judged
   elsewhere. */
static enum nh_chain weigh(const CERTVerifyLogNode *node, SECCertUsage usage)
{
    switch (node->error) {
    case SEC_ERROR_UNTRUSTED_ISSUER:
    case SEC_ERROR_UNTRUSTED_CERT:
        return is_distrusted(node->cert, usage) ? NH_CHAIN_BAD : NH_CHAIN_UNTRUSTED;
    case SEC_ERROR_UNKNOWN_ISSUER: return NH_CHAIN_INCOMPLETE;
    case SEC_ERROR_EXPIRED_CERTIFICATE:
    case SEC_ERROR_INADEQUATE_KEY_USAGE:
    case SEC_ERROR_INADEQUATE_CERT_TYPE:
    case SEC_ERROR_UNKNOWN_CRITICAL_EXTENSION:
        return node->depth == 0 ? NH_CHAIN_GOOD : NH_CHAIN_BAD;
    default: return NH_CHAIN_BAD;
    }
}

static const char *meaning(PRErrorCode error)
{
    switch (error) {
    case SEC_ERROR_BAD_SIGNATURE: return N_("The CA that it names did not sign it.");
    case SEC_ERROR_EXPIRED_CERTIFICATE:
    case SEC_ERROR_EXPIRED_ISSUER_CERTIFICATE: return N_("It is not valid today.");
    case SEC_ERROR_UNTRUSTED_ISSUER:
    case SEC_ERROR_UNTRUSTED_CERT: return N_("It is distrusted here.");
    case SEC_ERROR_UNKNOWN_CRITICAL_EXTENSION:
        return N_("It has a critical extension that NSS does not know.");
    case SEC_ERROR_CA_CERT_INVALID:
    case SEC_ERROR_INADEQUATE_KEY_USAGE:
    case SEC_ERROR_INADEQUATE_CERT_TYPE: return N_("It may not issue personal certificates.");
    case SEC_ERROR_PATH_LEN_CONSTRAINT_INVALID:
        return N_("It has more CAs below it than it allows.");
    case SEC_ERROR_CERT_NOT_IN_NAME_SPACE: return N_("It has a name that its CA may not certify.");
    case SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED:
        return N_("Its signature uses an algorithm that is no longer safe.");
    default: return NULL;
    }
}

/* Some versions of NSS log an expired issuer under the certificate below it. */
static char *name_at_fault(const CERTVerifyLogNode *node)
{
    bool issuer = node->error == SEC_ERROR_EXPIRED_ISSUER_CERTIFICATE && is_current(node->cert);
    return issuer ? nh_describe_issuer(node->cert) : nh_describe_name(node->cert);
}

static void blame(const CERTVerifyLogNode *node, struct nh_fault *fault)
{
    const char *what = meaning(node->error), *code = PR_ErrorToName((PRErrorCode)node->error);
    char *name = name_at_fault(node);
    snprintf(fault->name, sizeof fault->name, "%s", name ? name : "?");
    nh_utf8_clean(fault->name, sizeof fault->name - 1);
    free(name);
    if (what)
        snprintf(fault->what, sizeof fault->what, "%s", _(what));
    else
        snprintf(fault->what, sizeof fault->what,
                 /* TRANSLATORS: a certificate, and the name of NSS's error. */
                 _("NSS rejects it (%s)."), code ? code : "?");
}

/* *fault describes the lowest certificate that makes the chain bad. */
static enum nh_chain chain_for(CERTCertificate *certificate, SECCertUsage usage,
                               struct nh_fault *fault)
{
    enum nh_chain worst = NH_CHAIN_GOOD;
    CERTVerifyLog log = {.arena = PORT_NewArena(DER_DEFAULT_CHUNKSIZE)};
    if (!log.arena)
        return NH_CHAIN_BAD;
    CERT_VerifyCert(CERT_GetDefaultCertDB(), certificate, PR_TRUE, usage, PR_Now(), NULL, &log);
    for (CERTVerifyLogNode *node = log.head; node; node = node->next) {
        enum nh_chain found = weigh(node, usage);
        if (found == NH_CHAIN_BAD && worst < NH_CHAIN_BAD)
            blame(node, fault);
        if (found > worst)
            worst = found;
        CERT_DestroyCertificate(node->cert);
    }
    PORT_FreeArena(log.arena, PR_FALSE);
    return worst;
}

/* Whether the issuing CA is trusted to identify websites. */
static bool is_known_ca(CERTCertificate *certificate)
{
    CERTCertificate *issuer = CERT_FindCertIssuer(certificate, PR_Now(), certUsageSSLCA);
    bool known = issuer && CERT_VerifyCert(CERT_GetDefaultCertDB(), issuer, PR_TRUE, certUsageSSLCA,
                                           PR_Now(), NULL, NULL) == SECSuccess;
    CERT_DestroyCertificate(issuer);
    return known;
}

/* Roots are trusted for websites and mail, and hardly ever for log-ins; any of the three makes the
   chain good. Each try verifies all signatures of the chain, so useless ones are skipped. */
static void judge_chain(CERTCertificate *certificate, struct nh_proof *out)
{
    SECMODModule *roots = nh_roots_load();
    struct nh_fault of_mail = {0};
    CERTCertificate *last = NULL;
    out->chain = chain_for(certificate, certUsageSSLClient, &out->fault);
    if (out->chain != NH_CHAIN_GOOD) {
        enum nh_chain mail = chain_for(certificate, certUsageEmailSigner, &of_mail);
        out->chain = mail < out->chain ? mail : out->chain;
    }
    if (out->chain == NH_CHAIN_UNTRUSTED && is_known_ca(certificate))
        out->chain = NH_CHAIN_GOOD;
    if (out->chain != NH_CHAIN_BAD)
        out->fault = (struct nh_fault){0};
    if (out->chain == NH_CHAIN_INCOMPLETE)
        last = nh_missing_find(certificate, &out->missing);
    CERT_DestroyCertificate(last);
    nh_roots_unload(roots);
}

enum nh_use nh_use_of(bool login, bool mail, bool unknown_critical)
{
    if (unknown_critical)
        return NH_USE_CRITICAL;
    return login || mail ? NH_USE_GOOD : NH_USE_NONE;
}

static enum nh_use judge_use(CERTCertificate *certificate)
{
    bool login, mail;
    nh_describe_uses(certificate, &login, &mail);
    return nh_use_of(login, mail, certificate->options.bits.hasUnsupportedCriticalExt);
}

void nh_verify_certificate(struct nh_store *store, CERTCertificate *certificate,
                           struct nh_proof *out)
{
    SECKEYPrivateKey *key = PK11_FindPrivateKeyFromCert(nh_store_slot(store), certificate, NULL);
    bool expected = nh_expected_has(nh_store_expected(store), certificate, true);
    out->key = expected || key;
    out->signs = expected || (key && are_pair(key, certificate));
    out->dates = is_current(certificate);
    out->use = judge_use(certificate);
    judge_chain(certificate, out);
    SECKEY_DestroyPrivateKey(key);
}

enum nh_status nh_verify(struct nh_store *store, const struct nh_identity *identity,
                         struct nh_proof *out, struct nh_error *err)
{
    CERTCertificate *certificate = nh_identity_stored(store, identity);
    enum nh_status status = nh_verify_stored(store, certificate, out, err);
    CERT_DestroyCertificate(certificate);
    return status;
}

enum nh_status nh_verify_stored(struct nh_store *store, CERTCertificate *certificate,
                                struct nh_proof *out, struct nh_error *err)
{
    *out = (struct nh_proof){.chain = NH_CHAIN_BAD};
    if (!certificate)
        return nh_fail(err, NH_NO_IDENTITY, NULL, "The certificate is not in the profile.");
    nh_verify_certificate(store, certificate, out);
    if (!out->key)
        return nh_fail(err, NH_NOT_PROVEN, NULL, "The key of this certificate is missing.");
    if (!out->signs)
        return nh_fail(
            err, NH_NOT_PROVEN, NULL,
            "The key does not belong to this certificate: what it signs can't be verified.");
    return NH_OK;
}

enum nh_status nh_use_judge(enum nh_use use, struct nh_error *err)
{
    if (use == NH_USE_GOOD)
        return NH_OK;
    if (use == NH_USE_CRITICAL)
        return nh_fail(
            err, NH_UNUSABLE, NULL,
            "The certificate has a critical extension that NSS does not know, so no program may "
            "use it. Ask its issuer for another one.");
    return nh_fail(
        err, NH_UNUSABLE, NULL,
        "The certificate is neither for login nor for e-mail, so you can't use it here. Ask its issuer for a personal certificate.");
}

static enum nh_status judge_missing(const struct nh_missing *missing, struct nh_error *err)
{
    if (!*missing->name)
        return nh_fail(err, NH_CHAIN, NULL, "The certificate of a CA is missing in this profile.");
    if (missing->web)
        return nh_fail(
            err, NH_CHAIN, NULL,
            "The certificate of the CA \"%s\" is missing in this profile. To get it: nss-helper "
            "verify --fetch",
            missing->name);
    return nh_fail(
        err, NH_CHAIN, NULL,
        "The certificate of the CA \"%s\" is missing in this profile. Ask the CA for it, and "
        "import it.",
        missing->name);
}

static enum nh_status judge_chain_of(const struct nh_proof *proof, struct nh_error *err)
{
    if (proof->chain == NH_CHAIN_INCOMPLETE)
        return judge_missing(&proof->missing, err);
    if (proof->chain != NH_CHAIN_BAD)
        return NH_OK;
    if (!*proof->fault.name)
        return nh_fail(err, NH_CHAIN, NULL, "The certificate of a CA in the chain can't be used.");
    return nh_fail(
        err, NH_CHAIN,
        NULL, /* TRANSLATORS: the name of a certificate, and what is wrong with it: a sentence. */
        "The certificate \"%s\" in the chain can't be used. %s", proof->fault.name,
        proof->fault.what);
}

enum nh_status nh_proof_judge(const struct nh_proof *proof, struct nh_error *err)
{
    if (!proof->key || !proof->signs)
        return nh_fail(
            err, NH_NOT_PROVEN, NULL,
            "The key does not belong to this certificate: what it signs can't be verified.");
    if (!proof->dates)
        return nh_fail(
            err, NH_DATES, NULL,
            "The certificate is not valid today. It has expired, or its time has not begun yet.");
    if (proof->use)
        return nh_use_judge(proof->use, err);
    return judge_chain_of(proof, err);
}
