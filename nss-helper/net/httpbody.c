/* SPDX-License-Identifier: MPL-2.0 */
#include "net/httpbody.h"

#include "net/httptls.h"
#include "net/libcurl.h"

#include <stdio.h>
#include <string.h>

void nh_httpbody_reset(struct nh_httpbody *body)
{
    nh_buf_reset(&body->made);
    body->sent = 0;
}

static bool make_body(struct nh_httpbody *it)
{
    unsigned char unique[NH_HTTPTLS_UNIQUE];
    size_t length = nh_httptls_unique(it->tls, unique);
    nh_httpbody_reset(it);
    return length > 0 && !it->make(it->context, unique, length, &it->made, &it->failed) &&
           it->made.length == it->length;
}

static size_t give_body(char *to, size_t size, size_t count, void *context)
{
    struct nh_httpbody *it = context;
    if (it->sent == 0 && !make_body(it))
        return CURL_READFUNC_ABORT;
    size_t left = it->made.length - it->sent;
    size_t some = left < size * count ? left : size * count;
    memcpy(to, it->made.data + it->sent, some);
    it->sent += some;
    return some;
}

/* Send it from the beginning again, after the server has asked for a log-in. */
static int rewind_body(void *context, curl_off_t offset, int origin)
{
    struct nh_httpbody *it = context;
    if (offset != 0 || origin != SEEK_SET)
        return CURL_SEEKFUNC_CANTSEEK;
    it->sent = 0;
    return CURL_SEEKFUNC_OK;
}

bool nh_httpbody_set(struct nh_httpbody *body, void *handle)
{
    const struct nh_curl *lib = nh_curl();
    return !lib->easy_setopt(handle, CURLOPT_READFUNCTION, give_body) &&
           !lib->easy_setopt(handle, CURLOPT_READDATA, body) &&
           !lib->easy_setopt(handle, CURLOPT_SEEKFUNCTION, rewind_body) &&
           !lib->easy_setopt(handle, CURLOPT_SEEKDATA, body);
}
