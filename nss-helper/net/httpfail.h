/* SPDX-License-Identifier: MPL-2.0 */
/* Why a request over http has brought no response. */
#ifndef NH_NET_HTTPFAIL_H
#define NH_NET_HTTPFAIL_H

#include "base/status.h"

struct nh_httptransfer;

/* Where the CA of the server is none of the system's and no other was named. */
#define NH_HTTP_UNKNOWN_CA "UNKNOWN_CA"

/* Where the server has not answered within the time that it had. */
#define NH_HTTP_HANGS "ETIMEDOUT"

/* By what libcurl says (CURLcode) and what the server said in TLS: the errors of nh_http. A server
   that refuses a certificate in TLS 1.3 may be connected to once more, to hear it say so. */
enum nh_status nh_httpfail(struct nh_httptransfer *transfer, int code, struct nh_error *err);

#endif
