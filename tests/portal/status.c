/* SPDX-License-Identifier: MPL-2.0 */
/* Where programs ask: OCSP, the CRL and the issuing CA's certificate. */
#include "crl.h"
#include "log.h"
#include "ocsp.h"
#include "page.h"
#include "sites.h"

#include <openssl/evp.h>
#include <string.h>

#define HUGE (64 << 20)
#define ENCODED_MAX 8192

static enum MHD_Result deliver(struct request *req, enum fault fault, const char *type,
                               const unsigned char *data, int length)
{
    struct answer answer = {.type = type, .data = data, .length = (size_t)length};

    if (fault == FAULT_UNREACHABLE)
        return MHD_NO;
    if (length < 0)
        return reply_failure(req);
    if (fault == FAULT_NONSENSE) {
        answer.data = "<html>Please log in to this network.</html>\n";
        answer.length = strlen(answer.data);
    }
    answer.slow = fault == FAULT_SLOW;
    answer.padding = fault == FAULT_HUGE ? HUGE : 0;
    return reply_answer(req, &answer);
}

static enum MHD_Result answer_ocsp(struct request *req, const unsigned char *request, size_t length)
{
    unsigned char *answer = NULL;
    int size = ocsp_answer(req->portal, request, length, &answer);
    enum MHD_Result result = deliver(req, req->portal->options.status.ocsp,
                                     "application/ocsp-response", answer, size);

    OPENSSL_free(answer);
    return result;
}

static enum MHD_Result post_ocsp(struct request *req)
{
    return answer_ocsp(req, (const unsigned char *)req->raw, req->raw ? req->body : 0);
}

/* RFC 6960 A.1: the request in base64 is the rest of the path, and was unescaped. */
static enum MHD_Result get_ocsp(struct request *req)
{
    unsigned char request[ENCODED_MAX];
    const char *encoded = req->path + strlen("/ocsp/");
    size_t length = strlen(encoded);
    int decoded = length <= ENCODED_MAX
                      ? EVP_DecodeBlock(request, (const unsigned char *)encoded, (int)length)
                      : -1;

    return answer_ocsp(req, request, decoded > 0 ? (size_t)decoded : 0);
}

static enum MHD_Result get_crl(struct request *req)
{
    unsigned char *der = NULL;
    int length = crl_encode(req->portal, &der);

    log_event("crl");
    enum MHD_Result result = deliver(req, req->portal->options.status.crl, "application/pkix-crl",
                                     der, length);
    OPENSSL_free(der);
    return result;
}

static enum MHD_Result get_issuer(struct request *req)
{
    unsigned char *der = NULL;
    int length = i2d_X509(req->portal->ca.issuer, &der);
    enum MHD_Result result = deliver(req, FAULT_NONE, "application/pkix-cert", der, length);

    OPENSSL_free(der);
    return result;
}

const struct route status_routes[] = {
    {SITE_STATUS, "POST", "/ocsp", post_ocsp},
    {SITE_STATUS, "GET", "/ocsp/", get_ocsp},
    {SITE_STATUS, "GET", "/ca.crl", get_crl},
    {SITE_PORTAL, "GET", "/ca.crl", get_crl},
    {SITE_STATUS, "GET", "/ca.cer", get_issuer},
    {0},
};
