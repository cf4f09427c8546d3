/* SPDX-License-Identifier: MPL-2.0 */
/* libmicrohttpd asks for a client certificate, and accepts any one or none. It is
 * verified here, by OpenSSL. */
#include "certificate.h"
#include "client.h"
#include "log.h"
#include "page.h"
#include "revocation.h"
#include "sites.h"

static enum MHD_Result refused_page(struct request *req, const char *reason)
{
    struct html h = {0};

    page_open(req, &h, &(struct page){.title = T_NO_CERTIFICATE_TITLE});
    html_raw(&h, "<section class=\"card\" id=\"no-certificate\">\n<p class=\"notice bad\">");
    html_words(&h, tr(req, reason ? T_BAD_CERTIFICATE : T_NO_CERTIFICATE), reason ? reason : "");
    html(&h, "</p>\n<p>%s</p>\n<p>%s <a href=\"%s/?lang=%s\">%s</a></p>\n</section>\n",
         tr(req, T_NO_CERTIFICATE_NEXT), tr(req, T_NO_CERTIFICATE_GET),
         req->portal->origin[SITE_PORTAL], language_code(req->language), tr(req, T_TO_PORTAL));
    page_close(req, &h);
    return reply_html(req, MHD_HTTP_FORBIDDEN, &h);
}

static enum MHD_Result welcome_page(struct request *req, const struct certificate_info *info)
{
    struct html h = {0};

    page_open(req, &h, &(struct page){.title = T_SERVICE_TITLE});
    html(&h, "<section class=\"card\" id=\"who\" data-cn=\"%s\" data-email=\"%s\""
             " data-fingerprint=\"%s\">\n<p class=\"notice good\">",
         info->cn, info->email, info->fingerprint);
    html_words(&h, tr(req, T_SERVICE_LEAD), info->cn);
    html_raw(&h, "</p>\n");
    page_certificate(req, &h, info);
    html_raw(&h, "</section>\n");
    page_close(req, &h);
    return reply_html(req, MHD_HTTP_OK, &h);
}

static enum MHD_Result welcome(struct request *req, X509 *certificate)
{
    struct certificate_info info;
    char cn[160], email[160];

    if (!certificate_describe(certificate, &info))
        return reply_failure(req);
    log_event("service cn=%s email=%s sha256=%s", log_quote(info.cn, cn, sizeof cn),
              log_quote(info.email, email, sizeof email), info.sha256);
    return welcome_page(req, &info);
}

static int revocation_verdict(struct store *store, X509 *certificate)
{
    char serial[SERIAL_SIZE];
    struct revocation revocation;

    if (!certificate_serial(X509_get0_serialNumber(certificate), serial) ||
        !revocation_find(store, serial, &revocation))
        return X509_V_ERR_UNSPECIFIED;
    return revocation.due && revocation.due <= time(NULL) ? X509_V_ERR_CERT_REVOKED : X509_V_OK;
}

static enum MHD_Result answer(struct request *req, const struct client *client)
{
    char quoted[160];

    if (!client->certificate) {
        log_event("service none");
        return refused_page(req, NULL);
    }
    int verdict = ca_verify(&req->portal->ca, client->certificate, client->others);
    if (verdict == X509_V_OK)
        verdict = revocation_verdict(req->portal->store, client->certificate);
    if (verdict == X509_V_OK)
        return welcome(req, client->certificate);
    const char *reason = X509_verify_cert_error_string(verdict);
    log_event("service none reason=%s", log_quote(reason, quoted, sizeof quoted));
    return refused_page(req, reason);
}

static enum MHD_Result get_start(struct request *req)
{
    struct client client = {0};

    client_read(req, &client);
    enum MHD_Result result = answer(req, &client);
    client_free(&client);
    return result;
}

const struct route service_routes[] = {
    {SITE_SERVICE, "GET", "/", get_start},
    {0},
};
