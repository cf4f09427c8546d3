/* SPDX-License-Identifier: MPL-2.0 */
#include "net/httptransfer.h"

#include "base/files.h"
#include "net/httpkey.h"
#include "net/trust.h"

#include <errno.h>
#include <stdio.h>

static size_t store(struct nh_httptransfer *transfer, const char *data, size_t length)
{
    transfer->too_large = length > nh_httprequest_limit(transfer->request) - transfer->stored;
    if (transfer->too_large)
        return 0;
    transfer->stored += length;
    if (nh_fd_write(*transfer->request->file, data, length))
        return length;
    transfer->error = errno;
    return 0;
}

static bool is_for_file(const struct nh_httptransfer *transfer)
{
    long code = 0;
    if (transfer->request->file)
        transfer->lib->easy_getinfo(transfer->curl, CURLINFO_RESPONSE_CODE, &code);
    return code == 200;
}

static size_t take_body(char *data, size_t size, size_t count, void *context)
{
    struct nh_httptransfer *transfer = context;
    if (is_for_file(transfer))
        return store(transfer, data, size * count);
    if (nh_buf_add(&transfer->response->body, data, size * count))
        return size * count;
    transfer->too_large = true;
    return 0;
}

static size_t take_header(char *line, size_t size, size_t count, void *context)
{
    struct nh_httptransfer *transfer = context;
    transfer->begun = true;
    transfer->headed += size * count;
    transfer->too_large = transfer->headed > NH_HTTP_HEADERS_MOST;
    if (transfer->too_large)
        return 0;
    nh_http_response_header(transfer->response, line, size * count);
    return size * count;
}

static CURLcode prepare_tls(CURL *curl, void *ssl_ctx, void *context)
{
    struct nh_httptransfer *transfer = context;
    struct nh_httpkey *key = transfer->request->key;
    (void)curl;
    nh_httptls_watch(ssl_ctx, &transfer->tls);
    if (*transfer->pin.fingerprint)
        nh_httppin_use(ssl_ctx, &transfer->pin);
    if (key && !nh_httpkey_use(key, ssl_ctx))
        return CURLE_SSL_CERTPROBLEM;
    return CURLE_OK;
}

#define set(transfer, option, value)                                                               \
    (transfer)->lib->easy_setopt((transfer)->curl, (option), (value))

static bool set_limits(const struct nh_httptransfer *transfer)
{
    const struct nh_http_request *request = transfer->request;
    /* Ignore ~/.netrc, allow no other protocol, and install no signal handlers. */
    return !set(transfer, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) &&
           !set(transfer, CURLOPT_PROTOCOLS_STR, request->open ? "http,https" : "https") &&
           !set(transfer, CURLOPT_FOLLOWLOCATION, 0L) && !set(transfer, CURLOPT_NOSIGNAL, 1L) &&
           !set(transfer, CURLOPT_CONNECTTIMEOUT, (long)NH_HTTP_CONNECT_SECONDS) &&
           !set(transfer, CURLOPT_TIMEOUT, nh_httprequest_seconds(request)) &&
           !set(transfer, CURLOPT_LOW_SPEED_LIMIT, request->stall ? (long)NH_HTTP_SLOW : 0L) &&
           !set(transfer, CURLOPT_LOW_SPEED_TIME, (long)request->stall) &&
           !set(transfer, CURLOPT_MAXFILESIZE, (long)nh_httprequest_limit(request)) &&
           !set(transfer, CURLOPT_USERAGENT, "nss-helper/" NH_VERSION);
}

static bool set_trust(struct nh_httptransfer *transfer)
{
    const struct nh_trust *trust = transfer->request->trust;
    struct curl_blob anchors = {trust->anchors.data, trust->anchors.length, CURL_BLOB_COPY};
    bool good = !set(transfer, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) &&
                !set(transfer, CURLOPT_SSL_VERIFYPEER, trust->anybody ? 0L : 1L) &&
                !set(transfer, CURLOPT_SSL_VERIFYHOST, trust->anybody ? 0L : 2L) &&
                !set(transfer, CURLOPT_SSL_CTX_FUNCTION, prepare_tls) &&
                !set(transfer, CURLOPT_SSL_CTX_DATA, transfer);
    /* Only these roots, without the system's. */
    if (anchors.len)
        good = good && !set(transfer, CURLOPT_CAINFO_BLOB, &anchors) &&
               !set(transfer, CURLOPT_CAPATH, NULL);
    return good;
}

static bool add_header(struct nh_httptransfer *transfer, const char *line)
{
    struct curl_slist *longer = transfer->lib->slist_append(transfer->headers, line);
    if (longer)
        transfer->headers = longer;
    return longer != NULL;
}

static bool set_body(struct nh_httptransfer *transfer)
{
    const struct nh_http_request *request = transfer->request;
    bool good = !set(transfer, CURLOPT_POSTFIELDSIZE, (long)request->body->length);
    if (!request->make)
        return good && !set(transfer, CURLOPT_POSTFIELDS, request->body->data);
    transfer->body = (struct nh_httpbody){.make = request->make,
                                          .context = request->context,
                                          .tls = &transfer->tls,
                                          .length = request->body->length};
    return good &&
           !set(transfer, CURLOPT_SSLVERSION,
                (long)CURL_SSLVERSION_TLSv1_2 | (long)CURL_SSLVERSION_MAX_TLSv1_2) &&
           nh_httpbody_set(&transfer->body, transfer->curl);
}

/* A body that is bound to its connection waits for "100 Continue": the server may renegotiate
   before (RFC 5929 section 3.1). */
static bool set_request(struct nh_httptransfer *transfer)
{
    const struct nh_http_request *request = transfer->request;
    char type[120];
    bool good = !set(transfer, CURLOPT_ERRORBUFFER, transfer->said) &&
                !set(transfer, CURLOPT_WRITEFUNCTION, take_body) &&
                !set(transfer, CURLOPT_WRITEDATA, transfer) &&
                !set(transfer, CURLOPT_HEADERFUNCTION, take_header) &&
                !set(transfer, CURLOPT_HEADERDATA, transfer);
    if (good && request->type) {
        snprintf(type, sizeof type, "Content-Type: %s", request->type);
        good = add_header(transfer, type) &&
               (request->open || add_header(transfer, "Content-Transfer-Encoding: base64")) &&
               add_header(transfer, request->make ? "Expect: 100-continue" : "Expect:") &&
               !set(transfer, CURLOPT_POST, 1L) && set_body(transfer) &&
               !set(transfer, CURLOPT_HTTPHEADER, transfer->headers);
    }
    if (good && request->user && request->password)
        good = !set(transfer, CURLOPT_HTTPAUTH, CURLAUTH_BASIC | CURLAUTH_DIGEST) &&
               !set(transfer, CURLOPT_USERNAME, request->user) &&
               !set(transfer, CURLOPT_PASSWORD, request->password);
    return good;
}

void nh_httptransfer_end(struct nh_httptransfer *transfer)
{
    if (transfer->curl)
        transfer->lib->easy_cleanup(transfer->curl);
    transfer->lib->slist_free_all(transfer->headers);
    transfer->curl = NULL;
    transfer->headers = NULL;
    nh_httpbody_reset(&transfer->body);
    transfer->tls.ssl = NULL;
}

/* A new handle for each address, as libcurl would reuse the Digest nonce of the former one. */
bool nh_httptransfer_begin(struct nh_httptransfer *transfer, const char *url)
{
    nh_httptransfer_end(transfer);
    nh_buf_reset(&transfer->response->body);
    transfer->curl = transfer->lib->easy_init();
    return transfer->curl && set_limits(transfer) && set_trust(transfer) && set_request(transfer) &&
           !set(transfer, CURLOPT_URL, url);
}

void nh_httptransfer_read(struct nh_httptransfer *transfer)
{
    struct nh_http_response *response = transfer->response;
    const char *type = NULL;
    curl_off_t wait = 0;
    transfer->lib->easy_getinfo(transfer->curl, CURLINFO_RESPONSE_CODE, &response->code);
    transfer->lib->easy_getinfo(transfer->curl, CURLINFO_CONTENT_TYPE, &type);
    transfer->lib->easy_getinfo(transfer->curl, CURLINFO_RETRY_AFTER, &wait);
    response->retry_after = wait > 0 ? (long)wait : 0;
    response->certificate = transfer->tls.asked;
    nh_http_response_type(response, type);
}
