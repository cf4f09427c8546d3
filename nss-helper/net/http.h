/* SPDX-License-Identifier: MPL-2.0 */
/*
 * One https request, with limits: TLS 1.2 or later, a minute in all, NH_HTTP_LIMIT bytes of
 * response, and no redirection to another host, unless the request says otherwise. The proxy of the
 * environment is used (https_proxy, no_proxy). Nothing is sent before the server's certificate was
 * checked.
 */
#ifndef NH_NET_HTTP_H
#define NH_NET_HTTP_H

#include "base/status.h"
#include "net/httprequest.h"
#include "net/httpresponse.h"

/*
 * Send the request. A redirection to the same origin is followed with method and body (RFC 7030
 * section 3.2.1). A response with any HTTP code is a success; the caller resets *out. NH_REFUSED
 * for a redirection elsewhere, and when the server rejects the client certificate, or its absence,
 * in TLS. NH_TLS when the server's certificate can't be verified; the cause is NH_HTTP_UNKNOWN_CA
 * (httpfail.h) if its CA is unknown. NH_UNAVAILABLE when the server can't be reached or breaks off;
 * the cause is NH_HTTP_HANGS if it took too long. NH_TOO_LARGE. NH_NO_SPACE or NH_IO when
 * request->file can't be written, which may then have a part of the body. NH_CONFIG without
 * libcurl.
 */
enum nh_status nh_http(const struct nh_http_request *request, struct nh_http_response *out,
                       struct nh_error *err);

#endif
