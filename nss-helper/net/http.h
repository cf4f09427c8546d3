/* SPDX-License-Identifier: MPL-2.0 */
/*
 * One request over https, with limits: TLS 1.2 and later, a minute in all, a body of
 * NH_HTTP_LIMIT, and no way to another host. A proxy of the environment is used
 * (https_proxy, no_proxy). Nothing is sent to a server before its certificate was checked.
 */
#ifndef NH_NET_HTTP_H
#define NH_NET_HTTP_H

#include "base/status.h"
#include "net/httprequest.h"
#include "net/httpresponse.h"

/*
 * Do it. A redirection to the same origin is followed with method and body (RFC 7030 section
 * 3.2.1). Any code of HTTP is a response, but a redirection to another origin: NH_REFUSED, as where
 * the certificate of the key, or none, was refused in TLS. NH_TLS when the server can't be
 * believed, with the cause NH_HTTP_UNKNOWN_CA (httpfail.h); NH_UNAVAILABLE when it can't be reached
 * or breaks off, with the cause NH_HTTP_HANGS when it takes too long; NH_TOO_LARGE; NH_NO_SPACE or
 * NH_IO where the file can't be written: then part of the body may stand in it. *out is to be
 * reset.
 */
enum nh_status nh_http(const struct nh_http_request *request, struct nh_http_response *out,
                       struct nh_error *err);

#endif
