/* SPDX-License-Identifier: MPL-2.0 */
#include "net/http.h"

#include "net/httpaddress.h"
#include "net/httpfail.h"
#include "net/httptransfer.h"
#include "net/trust.h"

#include <stdlib.h>
#include <string.h>

#define REDIRECTS_MAX 3

/* A 303 does not count, because it would turn a POST into a GET. */
static bool is_redirection(const struct nh_httptransfer *transfer)
{
    long code = transfer->response->code;
    return code == 301 || code == 302 || code == 307 || code == 308 ||
           (code == 303 && !transfer->request->type);
}

/* Never from https to http. */
static bool may_lead_to(const struct nh_httptransfer *transfer, const char *site)
{
    static const char safe[] = "https://";
    bool is_down =
        strncmp(transfer->site, safe, strlen(safe)) == 0 && strncmp(site, safe, strlen(safe)) != 0;
    return strcmp(site, transfer->site) == 0 || (transfer->request->elsewhere && !is_down);
}

/* Get the target of a redirection to the same origin (RFC 7030 section 3.2.1); NULL when this is
   the final response. */
static enum nh_status follow(struct nh_httptransfer *transfer, char **url, struct nh_error *err)
{
    char *next = NULL, site[NH_SITE_SIZE] = "", shown[NH_SITE_SIZE];
    *url = NULL;
    transfer->lib->easy_getinfo(transfer->curl, CURLINFO_REDIRECT_URL, &next);
    if (!is_redirection(transfer) || !next)
        return NH_OK;
    char *target = nh_http_target(next, transfer->request->open, site);
    if (target && may_lead_to(transfer, site)) {
        *url = target;
        return NH_OK;
    }
    nh_site_show(next, shown, sizeof shown);
    free(target);
    if (*site)
        return nh_fail(err, NH_REFUSED, NULL,
                       "%s redirects to another server, which NSS Helper does not follow: %s",
                       transfer->site, shown);
    return nh_fail(err, NH_REFUSED, NULL, "%s redirects to an address that is not safe: %s",
                   transfer->site, shown);
}

/* *next is the target of a redirection, or NULL. */
static enum nh_status perform_one(struct nh_httptransfer *transfer, const char *url, char **next,
                                  struct nh_error *err)
{
    *next = NULL;
    if (!nh_httptransfer_begin(transfer, url))
        return nh_fail(err, NH_INTERNAL, NULL, "The request can't be prepared.");
    CURLcode code = transfer->lib->easy_perform(transfer->curl);
    if (code)
        return nh_httpfail(transfer, (int)code, err);
    nh_httptransfer_read(transfer);
    return follow(transfer, next, err);
}

static enum nh_status perform(struct nh_httptransfer *transfer, struct nh_error *err)
{
    char *url = NULL, *next = NULL;
    enum nh_status status = perform_one(transfer, transfer->request->url, &next, err);
    for (int i = 0; !status && next && i < REDIRECTS_MAX; i++) {
        free(url);
        url = next;
        status = perform_one(transfer, url, &next, err);
    }
    if (!status && next)
        status =
            nh_fail(err, NH_REFUSED, NULL, "%s redirects in a loop, or too often.", transfer->site);
    free(next);
    free(url);
    return status;
}

static enum nh_status find_site(const struct nh_http_request *request, char site[NH_SITE_SIZE],
                                struct nh_error *err)
{
    const char *path = NULL;
    return request->open ? nh_http_open_site(request->url, site, err)
                         : nh_http_site(request->url, site, &path, err);
}

enum nh_status nh_http(const struct nh_http_request *request, struct nh_http_response *out,
                       struct nh_error *err)
{
    struct nh_http_response response = {
        .body.limit = request->file ? NH_HTTP_LIMIT : nh_httprequest_limit(request)};
    struct nh_httptransfer transfer = {
        .request = request, .response = &response, .pin.fingerprint = request->trust->fingerprint};
    enum nh_status status = find_site(request, transfer.site, err);
    if (!status && !nh_httprequest_is_allowed(request))
        status = nh_fail(err, NH_INTERNAL, NULL,
                         "The request would send a secret to an unknown server.");
    if (status)
        return status;
    transfer.lib = nh_curl();
    status = perform(&transfer, err);
    if (request->shown)
        *request->shown = transfer.pin.shown;
    nh_httptransfer_end(&transfer);
    if (status)
        nh_http_response_reset(&response);
    else
        *out = response;
    return status;
}
