/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation/ocsp.h"

#include "base/buf.h"
#include "nss/roots.h"
#include "revocation/ocspread.h"

#include <cert.h>
#include <ocsp.h>
#include <prerror.h>
#include <secerr.h>
#include <stdio.h>
#include <string.h>

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

static void say(struct nh_revocation *out, const char *why)
{
    out->state = NH_REVOCATION_UNCHECKED;
    snprintf(out->why, sizeof out->why, "%s", why);
}

/* What the responder, or NSS about its answer, said. */
static const char *meaning(PRErrorCode error)
{
    switch (error) {
    case SEC_ERROR_OCSP_TRY_SERVER_LATER:
        return "The OCSP server has no time now: try again later.";
    case SEC_ERROR_OCSP_MALFORMED_REQUEST:
    case SEC_ERROR_OCSP_REQUEST_NEEDS_SIG:
    case SEC_ERROR_OCSP_UNAUTHORIZED_REQUEST:
        return "The OCSP server does not answer this question.";
    case SEC_ERROR_OCSP_SERVER_ERROR: return "The OCSP server has failed.";
    case SEC_ERROR_OCSP_UNKNOWN_CERT: return "The OCSP server does not know this certificate.";
    case SEC_ERROR_OCSP_OLD_RESPONSE: return "The OCSP server's answer is out of date.";
    case SEC_ERROR_OCSP_FUTURE_RESPONSE:
        return "The OCSP server's answer is of a time to come: look at this computer's clock.";
    case SEC_ERROR_UNTRUSTED_ISSUER:
    case SEC_ERROR_UNTRUSTED_CERT:
    case SEC_ERROR_UNKNOWN_ISSUER:
        return "The CA's root is not trusted here, so its OCSP answer can't be believed.";
    case SEC_ERROR_OCSP_UNAUTHORIZED_RESPONSE:
    case SEC_ERROR_OCSP_INVALID_SIGNING_CERT:
    case SEC_ERROR_BAD_SIGNATURE:
    case SEC_ERROR_INADEQUATE_CERT_TYPE:
    case SEC_ERROR_INADEQUATE_KEY_USAGE:
        return "The OCSP answer is signed by somebody who may not.";
    default: return "The OCSP server's answer makes no sense.";
    }
}

/* The verdict of NSS: true for a good one or a revoked one, which *revoked tells. */
static bool weigh(CERTOCSPResponse *response, CERTCertificate *certificate, CERTCertificate *issuer,
                  bool *revoked, struct nh_revocation *out)
{
    CERTCertificate *signer = NULL;
    CERTCertDBHandle *handle = CERT_GetDefaultCertDB();
    CERTOCSPCertID *id = CERT_CreateOCSPCertID(certificate, PR_Now());
    SECStatus status = SECFailure;
    PORT_SetError(0);
    if (id && CERT_GetOCSPResponseStatus(response) == SECSuccess &&
        CERT_VerifyOCSPResponseSignature(response, handle, NULL, &signer, issuer) == SECSuccess)
        status = CERT_GetOCSPStatusForCertID(handle, response, id, signer, PR_Now());
    PRErrorCode error = PORT_GetError();
    *revoked = status != SECSuccess && error == SEC_ERROR_REVOKED_CERTIFICATE && signer;
    if (status != SECSuccess && !*revoked)
        say(out, meaning(error));
    if (id)
        CERT_DestroyOCSPCertID(id);
    CERT_DestroyCertificate(signer);
    return status == SECSuccess || *revoked;
}

/* NSS lets an answer count for a day after its end, and tells neither reason nor times. */
static void settle(CERTCertificate *certificate, const struct nh_buf *bytes, bool revoked,
                   struct nh_revocation *out)
{
    struct nh_ocsp_single single;
    if (!nh_ocsp_single(bytes, &certificate->serialNumber, &single) || single.revoked != revoked) {
        say(out, meaning(0));
        return;
    }
    if (single.next && single.next < time(NULL)) {
        say(out, meaning(SEC_ERROR_OCSP_OLD_RESPONSE));
        return;
    }
    out->state = revoked ? NH_REVOCATION_REVOKED : NH_REVOCATION_GOOD;
    out->since = single.since;
    out->reason = nh_revocation_reason(single.reason);
}

void nh_ocsp_judge(CERTCertificate *certificate, CERTCertificate *issuer,
                   const struct nh_buf *bytes, struct nh_revocation *out)
{
    const SECItem item = {siBuffer, bytes->data, (unsigned)bytes->length};
    SECMODModule *roots = nh_roots_load();
    CERTOCSPResponse *response = bytes->length ? CERT_DecodeOCSPResponse(&item) : NULL;
    bool revoked = false;
    if (!response)
        say(out, meaning(0));
    else if (weigh(response, certificate, issuer, &revoked, out))
        settle(certificate, bytes, revoked, out);
    CERT_DestroyOCSPResponse(response);
    nh_roots_unload(roots);
}
