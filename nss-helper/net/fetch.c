/* SPDX-License-Identifier: MPL-2.0 */
#include "net/fetch.h"

#include "base/buf.h"
#include "net/http.h"
#include "net/trust.h"

/* A question is short; a list may be long. */
#define POST_SECONDS 10
#define GET_SECONDS 30

enum nh_status nh_fetch_web(const char *url, const void *post, size_t length, const char *type,
                            struct nh_buf *out, struct nh_error *err)
{
    static const struct nh_trust trust = {.anybody = false};
    struct nh_buf body = {.data = NULL};
    struct nh_http_request request = {.url = url,
                                      .trust = &trust,
                                      .open = true,
                                      .limit = out->limit,
                                      .seconds = post ? POST_SECONDS : GET_SECONDS,
                                      .type = type,
                                      .body = &body};
    struct nh_http_response response = {.code = 0};
    enum nh_status status = length ? nh_buf_append(&body, post, length, err) : NH_OK;
    if (!status)
        status = nh_http(&request, &response, err);
    if (!status && response.code != 200)
        status = nh_fail(err, NH_UNAVAILABLE, NULL, "%.150s answers with the error %ld.", url,
                         response.code);
    if (!status)
        status = nh_buf_append(out, response.body.data, response.body.length, err);
    nh_http_response_reset(&response);
    nh_buf_reset(&body);
    return status;
}
