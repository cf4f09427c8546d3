/* SPDX-License-Identifier: MPL-2.0 */
/* Errors of http requests that got no response. */
#ifndef NH_NET_HTTPFAIL_H
#define NH_NET_HTTPFAIL_H

#include "base/status.h"

struct nh_httptransfer;

/* The cause when the server's CA is not one of those trusted. */
#define NH_HTTP_UNKNOWN_CA "UNKNOWN_CA"

/* The cause when the server did not answer in time. */
#define NH_HTTP_HANGS "ETIMEDOUT"

/* Fill *err from libcurl's `code` (CURLcode) and the server's TLS alert. Returns the errors of
   nh_http. This may connect once more, because with TLS 1.3 the alert about a client certificate
   can be lost. */
enum nh_status nh_httpfail(struct nh_httptransfer *transfer, int code, struct nh_error *err);

#endif
