/* SPDX-License-Identifier: MPL-2.0 */
/* One request under way (http.h): a handle of libcurl for one address, with all that was asked for
   set in it. */
#ifndef NH_NET_HTTPTRANSFER_H
#define NH_NET_HTTPTRANSFER_H

#include "base/site.h"
#include "net/httpbody.h"
#include "net/httppin.h"
#include "net/httprequest.h"
#include "net/httpresponse.h"
#include "net/httptls.h"
#include "net/libcurl.h"

struct nh_httptransfer {
    const struct nh_curl *lib;
    CURL *curl;
    struct curl_slist *headers;
    const struct nh_http_request *request;
    struct nh_http_response *response;
    char site[NH_SITE_SIZE];
    char said[CURL_ERROR_SIZE];
    struct nh_httppin pin;
    struct nh_httptls tls;
    struct nh_httpbody body; /* where the request makes one */
    bool too_large, begun;   /* the response */
    size_t stored;           /* of it in the file */
    int error;               /* errno of storing */
};

/* `lib`, `request`, `response`, `site` and the pin's fingerprint are set; the transfer stays where
   it is. False without memory, or where libcurl does not know an option. A handle of an address
   before is let go. */
bool nh_httptransfer_begin(struct nh_httptransfer *transfer, const char *url);

/* What was answered, but its body, which is there already. */
void nh_httptransfer_read(struct nh_httptransfer *transfer);

/* Let the handle go. */
void nh_httptransfer_end(struct nh_httptransfer *transfer);

#endif
