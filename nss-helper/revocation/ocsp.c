/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation/ocsp.h"

#include "base/buf.h"
#include "base/language.h"
#include "nss/base64.h"
#include "nss/roots.h"
#include "revocation/ocspread.h"

#include <cert.h>
#include <ocsp.h>
#include <prerror.h>
#include <secerr.h>
#include <secitem.h>
#include <secoid.h>
#include <stdio.h>
#include <string.h>

#define DAY_SECONDS 86400L
#define OLDEST_SECONDS (10 * DAY_SECONDS)

bool nh_ocsp_request(CERTCertificate *certificate, struct nh_buf *out)
{
    CERTCertList *list = CERT_NewCertList();
    CERTCertificate *mine = list ? CERT_DupCertificate(certificate) : NULL;
    CERTOCSPRequest *request = NULL;
    SECItem *der = NULL;
    if (mine && CERT_AddCertToListTail(list, mine) == SECSuccess)
        request = CERT_CreateOCSPRequest(list, PR_Now(), PR_FALSE, NULL);
    else
        CERT_DestroyCertificate(mine);
    if (request)
        der = CERT_EncodeOCSPRequest(NULL, request, NULL);
    bool good = der && nh_buf_add(out, der->data, der->len);
    SECITEM_FreeItem(der, PR_TRUE);
    CERT_DestroyOCSPRequest(request);
    if (list)
        CERT_DestroyCertList(list);
    return good;
}

char *nh_ocsp_url(const char *server, const struct nh_buf *request)
{
    struct nh_buf text = {0}, url = {0};
    size_t length = strlen(server);
    bool good = nh_base64_add(request->data, request->length, "", &text) &&
                nh_buf_add(&url, server, length) &&
                (server[length - 1] == '/' || nh_buf_add(&url, "/", 1));
    for (size_t i = 0; good && i < text.length; i++) {
        const char *escaped = text.data[i] == '+'   ? "%2B"
                              : text.data[i] == '/' ? "%2F"
                              : text.data[i] == '=' ? "%3D"
                                                    : NULL;
        good = escaped ? nh_buf_add(&url, escaped, 3) : nh_buf_add(&url, &text.data[i], 1);
    }
    char *made = good ? strndup((const char *)url.data, url.length) : NULL;
    nh_buf_reset(&text);
    nh_buf_reset(&url);
    return made;
}

static void say(struct nh_revocation *out, const char *why)
{
    out->state = NH_REVOCATION_UNCHECKED;
    snprintf(out->why, sizeof out->why, "%s", _(why));
}

/* A sentence for an error of the responder, or of NSS about its response. */
static const char *meaning(PRErrorCode error)
{
    switch (error) {
    case SEC_ERROR_OCSP_TRY_SERVER_LATER: return N_("The OCSP server is busy. Try again later.");
    case SEC_ERROR_OCSP_MALFORMED_REQUEST:
    case SEC_ERROR_OCSP_REQUEST_NEEDS_SIG:
    case SEC_ERROR_OCSP_UNAUTHORIZED_REQUEST: return N_("The OCSP server rejected the request.");
    case SEC_ERROR_OCSP_SERVER_ERROR: return N_("The OCSP server reports an internal error.");
    case SEC_ERROR_OCSP_UNKNOWN_CERT: return N_("The OCSP server does not know this certificate.");
    case SEC_ERROR_OCSP_OLD_RESPONSE: return N_("The OCSP server's response is out of date.");
    case SEC_ERROR_OCSP_FUTURE_RESPONSE:
        return N_(
            "The OCSP server's response is dated in the future. Check this computer's clock.");
    case SEC_ERROR_UNTRUSTED_ISSUER:
    case SEC_ERROR_UNTRUSTED_CERT:
    case SEC_ERROR_UNKNOWN_ISSUER:
        return N_("The CA's root is not trusted here, so its OCSP response does not count.");
    case SEC_ERROR_OCSP_UNAUTHORIZED_RESPONSE:
    case SEC_ERROR_OCSP_INVALID_SIGNING_CERT:
    case SEC_ERROR_BAD_SIGNATURE:
    case SEC_ERROR_INADEQUATE_CERT_TYPE:
    case SEC_ERROR_INADEQUATE_KEY_USAGE:
        return N_("The OCSP response was not signed by someone who is allowed to.");
    default: return N_("The OCSP server's response can't be read.");
    }
}

static bool may_sign_answers(CERTCertificate *signer)
{
    SECItem value = {0};
    bool may = false;
    if (CERT_FindCertExtension(signer, SEC_OID_X509_EXT_KEY_USAGE, &value) != SECSuccess)
        return false;
    CERTOidSequence *uses = CERT_DecodeOidSequence(&value);
    for (SECItem **use = uses ? uses->oids : NULL; use && *use && !may; use++)
        may = SECOID_FindOIDTag(*use) == SEC_OID_OCSP_RESPONDER;
    if (uses)
        CERT_DestroyOidSequence(uses);
    SECITEM_FreeItem(&value, PR_FALSE);
    return may;
}

/* RFC 6960 4.2.2.2: the signer is the CA, or a responder that the CA has authorized by a
   certificate. */
static bool is_charged(CERTCertificate *signer, CERTCertificate *issuer)
{
    if (SECITEM_ItemsAreEqual(&signer->derPublicKey, &issuer->derPublicKey))
        return true;
    return may_sign_answers(signer) &&
           SECITEM_ItemsAreEqual(&signer->derIssuer, &issuer->derSubject) &&
           CERT_VerifySignedData(&signer->signatureWrap, issuer, PR_Now(), NULL) == SECSuccess;
}

/* 0, or why the response does not count. */
static PRErrorCode verify(CERTOCSPResponse *response, CERTCertificate *issuer)
{
    CERTCertificate *signer = NULL;
    PRErrorCode error = 0;
    PORT_SetError(0);
    if (CERT_GetOCSPResponseStatus(response) != SECSuccess ||
        CERT_VerifyOCSPResponseSignature(response, CERT_GetDefaultCertDB(), NULL, &signer,
                                         issuer) != SECSuccess ||
        !signer)
        error = PORT_GetError() ? PORT_GetError() : SEC_ERROR_OCSP_MALFORMED_RESPONSE;
    else if (!is_charged(signer, issuer))
        error = SEC_ERROR_OCSP_UNAUTHORIZED_RESPONSE;
    CERT_DestroyCertificate(signer);
    return error;
}

static const char *nothing_in(enum nh_ocsp_found found)
{
    switch (found) {
    case NH_OCSP_FOUND: return NULL;
    case NH_OCSP_ABSENT: return meaning(SEC_ERROR_OCSP_UNKNOWN_CERT);
    case NH_OCSP_NOT_UNDERSTOOD:
        return N_(
            "The OCSP server's response has a critical extension that NSS Helper does not know.");
    case NH_OCSP_UNREADABLE: break;
    }
    return meaning(SEC_ERROR_OCSP_MALFORMED_RESPONSE);
}

/* A response can be replayed until its nextUpdate, which may be years away, so its age is limited.
   Without a nextUpdate it counts for a day. */
static const char *untimely(const struct nh_ocsp_answer *answer, time_t now)
{
    if (answer->said > now + NH_REVOCATION_AHEAD || answer->produced > now + NH_REVOCATION_AHEAD)
        return meaning(SEC_ERROR_OCSP_FUTURE_RESPONSE);
    if (answer->said < now - OLDEST_SECONDS ||
        (answer->next ? answer->next < now : answer->said < now - DAY_SECONDS))
        return meaning(SEC_ERROR_OCSP_OLD_RESPONSE);
    return NULL;
}

static void settle(const struct nh_ocsp_answer *answer, struct nh_revocation *out)
{
    const char *why = answer->word == NH_OCSP_UNKNOWN ? meaning(SEC_ERROR_OCSP_UNKNOWN_CERT)
                                                      : untimely(answer, time(NULL));
    if (why) {
        say(out, why);
        return;
    }
    out->state = answer->word == NH_OCSP_REVOKED ? NH_REVOCATION_REVOKED : NH_REVOCATION_GOOD;
    out->said = answer->said;
    out->since = answer->since;
    out->reason = nh_revocation_reason(answer->reason);
}

static void weigh(CERTOCSPResponse *response, CERTCertificate *certificate, CERTCertificate *issuer,
                  const struct nh_buf *bytes, struct nh_revocation *out)
{
    struct nh_ocsp_answer answer = {.said = 0};
    PRErrorCode error = verify(response, issuer);
    const char *why =
        error ? meaning(error) : nothing_in(nh_ocsp_read(bytes, certificate, issuer, &answer));
    if (why)
        say(out, why);
    else
        settle(&answer, out);
}

void nh_ocsp_judge(CERTCertificate *certificate, CERTCertificate *issuer,
                   const struct nh_buf *bytes, struct nh_revocation *out)
{
    const SECItem item = {siBuffer, bytes->data, (unsigned)bytes->length};
    SECMODModule *roots = nh_roots_load();
    CERTOCSPResponse *response = bytes->length ? CERT_DecodeOCSPResponse(&item) : NULL;
    if (response)
        weigh(response, certificate, issuer, bytes, out);
    else
        say(out, meaning(SEC_ERROR_OCSP_MALFORMED_RESPONSE));
    CERT_DestroyOCSPResponse(response);
    nh_roots_unload(roots);
}
