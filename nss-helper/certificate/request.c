/* SPDX-License-Identifier: MPL-2.0 */
#include "certificate/request.h"

#include "base/buf.h"
#include "nss/base64.h"
#include "nss/key.h"
#include "nss/store.h"

#include <cert.h>
#include <cryptohi.h>
#include <keyhi.h>
#include <secasn1.h>
#include <secder.h>
#include <secerr.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* RFC 2985 section 5.4.1: 1.2.840.113549.1.9.7 */
static const unsigned char challenge_password_oid[] = {0x2a, 0x86, 0x48, 0x86, 0xf7,
                                                       0x0d, 0x01, 0x09, 0x07};

SEC_ASN1_MKSUB(SEC_PrintableStringTemplate)
SEC_ASN1_MKSUB(SEC_UTF8StringTemplate)

/* PublicKeyAndChallenge: NSS has a template, but does not export it. */
struct pkac {
    SECItem info;
    SECItem challenge;
};

static const SEC_ASN1Template pkac_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct pkac)},
    {SEC_ASN1_ANY, offsetof(struct pkac, info), NULL, 0},
    {SEC_ASN1_IA5_STRING, offsetof(struct pkac, challenge), NULL, 0},
    {0, 0, NULL, 0},
};

/* Where the public key is: in a PublicKeyAndChallenge, and in a CertificationRequestInfo. */
static const SEC_ASN1Template key_in_pkac_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(SECItem)},
    {SEC_ASN1_ANY, 0, NULL, 0},
    {SEC_ASN1_SKIP_REST, 0, NULL, 0},
    {0, 0, NULL, 0},
};
static const SEC_ASN1Template key_in_pkcs10_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(SECItem)},
    {SEC_ASN1_SKIP, 0, NULL, 0},
    {SEC_ASN1_SKIP, 0, NULL, 0},
    {SEC_ASN1_ANY, 0, NULL, 0},
    {SEC_ASN1_SKIP_REST, 0, NULL, 0},
    {0, 0, NULL, 0},
};

static SECOidTag signature_of(const struct nh_key *key)
{
    SECKEYPublicKey *public_key = nh_key_public(key);
    if (SECKEY_GetPublicKeyType(public_key) == rsaKey)
        return SEC_OID_PKCS1_SHA256_WITH_RSA_ENCRYPTION;
    return SECKEY_PublicKeyStrengthInBits(public_key) > 256
               ? SEC_OID_ANSIX962_ECDSA_SHA384_SIGNATURE
               : SEC_OID_ANSIX962_ECDSA_SHA256_SIGNATURE;
}

/* Verify the signature as the CA will: NSS may continue after an internal failure. */
static bool is_signed(PLArenaPool *arena, const SEC_ASN1Template *key_template, const SECItem *der,
                      const SECItem *signed_der, const struct nh_key *key)
{
    SECItem info = {0};
    CERTSignedData parts = {.data = {siBuffer, NULL, 0}};
    return SEC_QuickDERDecodeItem(arena, &info, key_template, der) == SECSuccess &&
           SECITEM_ItemsAreEqual(&info, nh_key_info(key)) &&
           SEC_QuickDERDecodeItem(arena, &parts, SEC_ASN1_GET(CERT_SignedDataTemplate),
                                  signed_der) == SECSuccess &&
           SECITEM_ItemsAreEqual(&parts.data, der) &&
           CERT_VerifySignedDataWithPublicKey(&parts, nh_key_public(key), NULL) == SECSuccess;
}

static bool sign(PLArenaPool *arena, const SEC_ASN1Template *key_template, const SECItem *der,
                 const struct nh_key *key, SECItem *out)
{
    return der &&
           SEC_DerSignData(arena, out, der->data, (int)der->len, nh_key_private(key),
                           signature_of(key)) == SECSuccess &&
           is_signed(arena, key_template, der, out, key);
}

static enum nh_status check_challenge(const char *challenge, struct nh_error *err)
{
    size_t length = strlen(challenge);
    if (length > NH_CHALLENGE_MAX)
        return nh_fail(err, NH_BAD_DATA, NULL, "The challenge is longer than %d characters.",
                       NH_CHALLENGE_MAX);
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)challenge[i] > 0x7f)
            return nh_fail(err, NH_BAD_DATA, NULL, "The challenge is not plain ASCII.");
    }
    return NH_OK;
}

enum nh_status nh_request_spkac(const struct nh_key *key, const char *challenge, struct nh_buf *out,
                                struct nh_error *err)
{
    enum nh_status status = check_challenge(challenge, err);
    if (status)
        return status;
    struct pkac pkac = {0};
    SECItem signed_der = {0};
    const SECItem *info = nh_key_info(key);
    PLArenaPool *arena = PORT_NewArena(DER_DEFAULT_CHUNKSIZE);
    pkac.info = *info;
    pkac.challenge.data = (unsigned char *)challenge;
    pkac.challenge.len = (unsigned)strlen(challenge);
    if (!arena ||
        !sign(arena, key_in_pkac_template, SEC_ASN1EncodeItem(arena, NULL, &pkac, pkac_template),
              key, &signed_der) ||
        !nh_base64_add(signed_der.data, signed_der.len, "", out))
        status = nh_fail_nss(err, NH_NSS, "The request could not be signed.");
    if (arena)
        PORT_FreeArena(arena, PR_FALSE);
    return status;
}

/* Add the extensions that the CA asks for. */
static bool add_wanted(PLArenaPool *arena, void *handle, const struct nh_buf *wanted,
                       bool has_names)
{
    SECItem der = {siBuffer, wanted->data, (unsigned)wanted->length};
    CERTCertExtension **all = NULL;
    /* Data that is not a list of extensions is left out. */
    if (SEC_QuickDERDecodeItem(arena, &all, CERT_SequenceOfCertExtensionTemplate, &der) !=
        SECSuccess)
        return true;
    for (size_t i = 0; all && all[i]; i++) {
        CERTCertExtension *it = all[i];
        bool critical = it->critical.len == 1 && it->critical.data[0];
        if (has_names && SECOID_FindOIDTag(&it->id) == SEC_OID_X509_SUBJECT_ALT_NAME)
            continue;
        if (CERT_AddExtensionByOID(handle, &it->id, &it->value, critical, PR_TRUE) != SECSuccess)
            return false;
    }
    return true;
}

/* Add an extensionRequest with this subjectAltName and the wanted extensions; both may be NULL. */
static bool add_extensions(CERTCertificateRequest *request, SECItem *names,
                           const struct nh_buf *wanted)
{
    if (!names && !(wanted && wanted->length))
        return true;
    void *handle = CERT_StartCertificateRequestAttributes(request);
    return handle &&
           (!names || CERT_AddExtension(handle, SEC_OID_X509_SUBJECT_ALT_NAME, names, PR_FALSE,
                                        PR_TRUE) == SECSuccess) &&
           (!wanted || add_wanted(request->arena, handle, wanted, names != NULL)) &&
           CERT_FinishExtensions(handle) == SECSuccess &&
           CERT_FinishCertificateRequestAttributes(request) == SECSuccess;
}

/* Write a subjectAltName with one rfc822Name. */
static bool write_email(PLArenaPool *arena, const char *email, SECItem *out)
{
    CERTGeneralName name = {.type = certRFC822Name};
    name.name.other.data = (unsigned char *)email;
    name.name.other.len = (unsigned)strlen(email);
    name.l.next = name.l.prev = &name.l;
    return CERT_EncodeAltNameExtension(arena, &name, out) == SECSuccess;
}

/* RFC 2985 5.4.1: a DirectoryString, which is a PrintableString if its characters allow it. */
static bool is_printable_string(const char *text)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                   "0123456789 '()+,-./:=?";
    return text[strspn(text, alphabet)] == '\0';
}

/* NSS has no function for this attribute. */
static bool add_challenge_password(CERTCertificateRequest *request, const char *password)
{
    size_t count = 0;
    while (request->attributes && request->attributes[count])
        count++;
    PLArenaPool *arena = request->arena;
    CERTAttribute **list = PORT_ArenaZNewArray(arena, CERTAttribute *, count + 2);
    CERTAttribute *added = PORT_ArenaZNew(arena, CERTAttribute);
    SECItem **values = PORT_ArenaZNewArray(arena, SECItem *, 2);
    SECItem oid = {siDEROID, (unsigned char *)challenge_password_oid,
                   sizeof challenge_password_oid};
    SECItem text = {siBuffer, (unsigned char *)password, (unsigned)strlen(password)};
    if (!list || !added || !values || SECITEM_CopyItem(arena, &added->attrType, &oid) != SECSuccess)
        return false;
    values[0] =
        SEC_ASN1EncodeItem(arena, NULL, &text,
                           is_printable_string(password) ? SEC_ASN1_GET(SEC_PrintableStringTemplate)
                                                         : SEC_ASN1_GET(SEC_UTF8StringTemplate));
    added->attrValue = values;
    if (!values[0])
        return false;
    /* DER sorts a SET OF, here by the length of the value, as the OIDs are equally long. NSS leaves
       that to the caller. */
    size_t place = 0;
    while (place < count && request->attributes[place]->attrValue[0]->len < values[0]->len)
        place++;
    for (size_t i = 0; i < count; i++)
        list[i < place ? i : i + 1] = request->attributes[i];
    list[place] = added;
    request->attributes = list;
    return true;
}

static enum nh_status finish(CERTCertificateRequest *request, const struct nh_key *key,
                             struct nh_buf *out, struct nh_error *err)
{
    SECItem signed_der = {0};
    SECItem *der = SEC_ASN1EncodeItem(request->arena, NULL, request,
                                      SEC_ASN1_GET(CERT_CertificateRequestTemplate));
    if (!sign(request->arena, key_in_pkcs10_template, der, key, &signed_der))
        return nh_fail_nss(err, NH_NSS, "The request could not be signed.");
    return nh_buf_append(out, signed_der.data, signed_der.len, err);
}

static enum nh_status build(CERTCertificateRequest *request, const struct nh_request *wanted,
                            const struct nh_key *key, struct nh_buf *out, struct nh_error *err)
{
    SECItem names = {0};
    if (wanted->email && !write_email(request->arena, wanted->email, &names))
        return nh_fail_nss(err, NH_NSS, "The e-mail address could not be put into the request.");
    if (!add_extensions(request, wanted->email ? &names : NULL, wanted->extensions))
        return nh_fail_nss(err, NH_NSS, "The extensions could not be put into the request.");
    if (wanted->challenge && !add_challenge_password(request, wanted->challenge))
        return nh_fail_nss(err, NH_NSS, "The challenge could not be put into the request.");
    return finish(request, key, out, err);
}

/* A request with the subject and the key; NULL on failure. */
static CERTCertificateRequest *begin(const struct nh_key *key, CERTName *subject)
{
    CERTSubjectPublicKeyInfo *info = SECKEY_DecodeDERSubjectPublicKeyInfo(nh_key_info(key));
    CERTCertificateRequest *request =
        info ? CERT_CreateCertificateRequest(subject, info, NULL) : NULL;
    SECKEY_DestroySubjectPublicKeyInfo(info);
    return request;
}

static enum nh_status check_email(const char *email, struct nh_error *err)
{
    const char *at = strchr(email, '@');
    for (const char *p = email; *p; p++) {
        if (*p <= ' ' || *p > '~')
            at = NULL;
    }
    if (!at || at == email || !at[1] || strchr(at + 1, '@'))
        return nh_fail(err, NH_BAD_DATA, NULL, "\"%.80s\" is not an e-mail address.", email);
    return NH_OK;
}

enum nh_status nh_request_pkcs10(const struct nh_key *key, const struct nh_request *wanted,
                                 struct nh_buf *out, struct nh_error *err)
{
    enum nh_status status = wanted->email ? check_email(wanted->email, err) : NH_OK;
    if (status)
        return status;
    CERTName *subject = CERT_AsciiToName(wanted->subject);
    if (!subject)
        return nh_fail(
            err, NH_BAD_DATA, NULL,
            "\"%.120s\" is not a subject. Write it like \"CN=Taro Yamada,O=Example,C=JP\".",
            wanted->subject);
    CERTCertificateRequest *request = begin(key, subject);
    if (request)
        status = build(request, wanted, key, out, err);
    else
        status = nh_fail_nss(err, NH_NSS, "The request could not be created.");
    if (request) {
        /* The arena may hold the challenge password. */
        PORT_FreeArena(request->arena, PR_TRUE);
    }
    CERT_DestroyName(subject);
    return status;
}

enum nh_status nh_request_again(const struct nh_key *key, const CERTCertificate *certificate,
                                const struct nh_buf *extensions, struct nh_buf *out,
                                struct nh_error *err)
{
    SECItem names = {0};
    enum nh_status status = NH_OK;
    CERTCertificateRequest *request = begin(key, (CERTName *)&certificate->subject);
    bool has_names =
        CERT_FindCertExtension(certificate, SEC_OID_X509_SUBJECT_ALT_NAME, &names) == SECSuccess;
    if (!request || !add_extensions(request, has_names ? &names : NULL, extensions))
        status = nh_fail_nss(err, NH_NSS, "The request could not be created.");
    else
        status = finish(request, key, out, err);
    SECITEM_FreeItem(&names, PR_FALSE);
    if (request)
        CERT_DestroyCertificateRequest(request);
    return status;
}

/* The decoded request, and its signed parts; NULL when it is no PKCS#10 request. */
static CERTCertificateRequest *decode(PLArenaPool *arena, const struct nh_buf *csr, SECItem *info)
{
    CERTSignedData parts = {.data = {siBuffer, NULL, 0}};
    SECItem der = {siBuffer, csr->data, (unsigned)csr->length};
    CERTCertificateRequest *request = PORT_ArenaZNew(arena, CERTCertificateRequest);
    if (!request ||
        SEC_QuickDERDecodeItem(arena, &parts, SEC_ASN1_GET(CERT_SignedDataTemplate), &der) !=
            SECSuccess ||
        SEC_QuickDERDecodeItem(arena, request, SEC_ASN1_GET(CERT_CertificateRequestTemplate),
                               &parts.data) != SECSuccess ||
        SEC_QuickDERDecodeItem(arena, info, key_in_pkcs10_template, &parts.data) != SECSuccess)
        return NULL;
    request->arena = arena;
    return request;
}

enum nh_status nh_request_challenge(struct nh_store *store, const struct nh_buf *csr,
                                    const char *challenge, struct nh_buf *out, struct nh_error *err)
{
    SECItem info = {0};
    struct nh_key *key = NULL;
    PLArenaPool *arena = PORT_NewArena(DER_DEFAULT_CHUNKSIZE);
    CERTCertificateRequest *request = arena ? decode(arena, csr, &info) : NULL;
    enum nh_status status = request ? nh_key_find(store, &info, &key, err)
                                    : nh_fail_nss(err, NH_NSS, "The request could not be read.");
    if (!status && !add_challenge_password(request, challenge))
        status = nh_fail_nss(err, NH_NSS, "The challenge could not be put into the request.");
    if (!status)
        status = finish(request, key, out, err);
    nh_key_free(&key);
    if (arena)
        PORT_FreeArena(arena, PR_FALSE);
    return status;
}

bool nh_request_names(const struct nh_buf *csr, const CERTCertificate *certificate)
{
    SECItem info = {0};
    PLArenaPool *arena = PORT_NewArena(DER_DEFAULT_CHUNKSIZE);
    CERTCertificateRequest *request = arena ? decode(arena, csr, &info) : NULL;
    bool same = request && CERT_CompareName(&request->subject, &certificate->subject) == SECEqual;
    if (arena)
        PORT_FreeArena(arena, PR_FALSE);
    return same;
}
