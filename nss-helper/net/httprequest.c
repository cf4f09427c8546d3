/* SPDX-License-Identifier: MPL-2.0 */
#include "net/httprequest.h"

#include "net/trust.h"

size_t nh_httprequest_limit(const struct nh_http_request *request)
{
    return request->limit ? request->limit : NH_HTTP_LIMIT;
}

long nh_httprequest_seconds(const struct nh_http_request *request)
{
    return request->seconds ? request->seconds : NH_HTTP_SECONDS;
}

bool nh_httprequest_is_allowed(const struct nh_http_request *request)
{
    return !request->trust->anybody || (!request->type && !request->user && !request->key);
}
