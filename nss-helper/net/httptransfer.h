/* SPDX-License-Identifier: MPL-2.0 */
/* A request in progress (http.h): a libcurl handle for one address, with all options of the
   request. */
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
    struct nh_httpbody body; /* if request->make is set */
    bool too_large, begun;   /* the response is too large, has begun */
    size_t stored;           /* bytes of it in the file */
    size_t headed;           /* bytes of headers */
    int error;               /* errno of writing the file */
};

/* Prepare a handle for this address, and free the former one. `lib`, `request`, `response`, `site`
   and pin.fingerprint are set; the transfer must not move in memory. False without memory, or when
   libcurl rejects an option. */
bool nh_httptransfer_begin(struct nh_httptransfer *transfer, const char *url);

/* Fill the response, except its body, which is filled during the transfer. */
void nh_httptransfer_read(struct nh_httptransfer *transfer);

/* Free the handle. */
void nh_httptransfer_end(struct nh_httptransfer *transfer);

#endif
