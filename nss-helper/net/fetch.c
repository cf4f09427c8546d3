/* SPDX-License-Identifier: MPL-2.0 */
#include "net/fetch.h"

#include "base/buf.h"
#include "base/site.h"
#include "net/http.h"
#include "net/trust.h"

/* A request with a body has a short response; a list may be long and a connection slow. */
#define POST_SECONDS 10
#define GET_SECONDS 30
#define FILE_SECONDS 300

/* The system's roots. */
static const struct nh_trust trust = {.anybody = false};

static enum nh_status check_code(const char *url, long code, struct nh_error *err)
{
    char shown[NH_SITE_SIZE];
    if (code == 200)
        return NH_OK;
    nh_site_show(url, shown, sizeof shown);
    return nh_fail(err, code == 405 ? NH_REFUSED : NH_UNAVAILABLE, NULL,
                   "%.150s answered with the error HTTP %ld.", shown, code);
}

static enum nh_status fetch(const char *url, const void *post, size_t length, const char *type,
                            bool elsewhere, struct nh_buf *out, struct nh_error *err)
{
    struct nh_buf body = {.data = NULL};
    struct nh_http_request request = {.url = url,
                                      .trust = &trust,
                                      .open = true,
                                      .elsewhere = elsewhere,
                                      .limit = out->limit,
                                      .seconds = post ? POST_SECONDS : GET_SECONDS,
                                      .type = type,
                                      .body = &body};
    struct nh_http_response response = {.code = 0};
    enum nh_status status = length ? nh_buf_append(&body, post, length, err) : NH_OK;
    if (!status)
        status = nh_http(&request, &response, err);
    if (!status)
        status = check_code(url, response.code, err);
    if (!status)
        status = nh_buf_append(out, response.body.data, response.body.length, err);
    nh_http_response_reset(&response);
    nh_buf_reset(&body);
    return status;
}

enum nh_status nh_fetch_file(const char *url, size_t limit, int file, struct nh_error *err)
{
    struct nh_http_request request = {.url = url,
                                      .trust = &trust,
                                      .open = true,
                                      .limit = limit,
                                      .file = &file,
                                      .seconds = FILE_SECONDS,
                                      .stall = GET_SECONDS};
    struct nh_http_response response = {.code = 0};
    enum nh_status status = nh_http(&request, &response, err);
    if (!status)
        status = check_code(url, response.code, err);
    nh_http_response_reset(&response);
    return status;
}

enum nh_status nh_fetch_web(const char *url, const void *post, size_t length, const char *type,
                            struct nh_buf *out, struct nh_error *err)
{
    return fetch(url, post, length, type, false, out, err);
}

enum nh_status nh_fetch_anywhere(const char *url, const void *post, size_t length, const char *type,
                                 struct nh_buf *out, struct nh_error *err)
{
    return fetch(url, post, length, type, true, out, err);
}
