/* SPDX-License-Identifier: MPL-2.0 */
#include "net/http.h"
#include "net/trust.h"

#include "base/utf8.h"
#include "net/httpkey.h"
#include "net/httppin.h"
#include "net/libcurl.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REDIRECTS_MAX 3

/* One request under way. */
struct transfer {
    const struct nh_curl *lib;
    CURL *curl;
    struct curl_slist *headers;
    const struct nh_http_request *request;
    struct nh_http_response *response;
    char site[NH_SITE_SIZE];
    char said[CURL_ERROR_SIZE];
    struct nh_httppin pin;
    bool too_large;
};

void nh_http_response_reset(struct nh_http_response *response)
{
    nh_buf_reset(&response->body);
    *response = (struct nh_http_response){0};
}

static bool is_plain(const char *url)
{
    for (; *url; url++) {
        if (*url <= ' ' || *url > '~')
            return false;
    }
    return true;
}

static char *part(CURLU *parts, CURLUPart which)
{
    char *text = NULL;
    return nh_curl()->url_get(parts, which, &text, CURLU_DEFAULT_PORT) ? NULL : text;
}

/* What an address must not have: it would be kept, shown, and sent. Where a response lies
   that is signed itself, a query may be part of it. */
static bool has_more(CURLU *parts, bool open)
{
    static const CURLUPart others[] = {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS,
                                       CURLUPART_FRAGMENT, CURLUPART_QUERY};
    bool more = false;
    for (size_t i = 0; i < sizeof others / sizeof *others - (open ? 1 : 0); i++) {
        char *text = part(parts, others[i]);
        more |= text != NULL;
        nh_curl()->free(text);
    }
    return more;
}

static bool write_site(CURLU *parts, bool open, char site[NH_SITE_SIZE])
{
    char *host = part(parts, CURLUPART_HOST), *port = part(parts, CURLUPART_PORT);
    char *scheme = part(parts, CURLUPART_SCHEME);
    bool safe = scheme && strcmp(scheme, "https") == 0;
    bool good = host && port && (safe || (open && scheme && strcmp(scheme, "http") == 0)) &&
                strlen(host) + strlen(port) + strlen("https://:") < NH_SITE_SIZE;
    for (char *at = host; good && *at; at++)
        *at = (char)tolower((unsigned char)*at);
    if (good && strcmp(port, safe ? "443" : "80") == 0)
        snprintf(site, NH_SITE_SIZE, "%s://%s", scheme, host);
    else if (good)
        snprintf(site, NH_SITE_SIZE, "%s://%s:%s", scheme, host, port);
    nh_curl()->free(host);
    nh_curl()->free(port);
    nh_curl()->free(scheme);
    return good;
}

static bool read_site(const char *url, bool open, char site[NH_SITE_SIZE])
{
    const struct nh_curl *lib = nh_curl();
    CURLU *parts = lib->url();
    bool good = parts && strstr(url, "://") && is_plain(url) &&
                !lib->url_set(parts, CURLUPART_URL, url, 0) && !has_more(parts, open) &&
                write_site(parts, open, site);
    lib->url_cleanup(parts);
    return good;
}

static enum nh_status need_curl(struct nh_error *err)
{
    if (nh_curl())
        return NH_OK;
    return nh_fail(err, NH_CONFIG, NULL,
                   "libcurl is not installed, or not the one with OpenSSL: try sudo apt install "
                   "libcurl4.");
}

enum nh_status nh_http_site(const char *url, char site[NH_SITE_SIZE], const char **path,
                            struct nh_error *err)
{
    const char *host = strstr(url, "://");
    enum nh_status status = need_curl(err);
    if (status)
        return status;
    if (!host || !read_site(url, false, site))
        return nh_fail(err, NH_USAGE, NULL,
                       "\"%.120s\" is no address of a server: write it like https://ca.example, "
                       "with nothing of a user or a query in it.",
                       url);
    *path = host + 3 + strcspn(host + 3, "/");
    return NH_OK;
}

static size_t take_body(char *data, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    if (nh_buf_add(&transfer->response->body, data, size * count))
        return size * count;
    transfer->too_large = true;
    return 0;
}

static CURLcode prepare_tls(CURL *curl, void *ssl_ctx, void *context)
{
    struct transfer *transfer = context;
    struct nh_httpkey *key = transfer->request->key;
    (void)curl;
    if (*transfer->pin.fingerprint)
        nh_httppin_use(ssl_ctx, &transfer->pin);
    if (key && !nh_httpkey_use(key, ssl_ctx))
        return CURLE_SSL_CERTPROBLEM;
    return CURLE_OK;
}

#define set(transfer, option, value)                                                               \
    (transfer)->lib->easy_setopt((transfer)->curl, (option), (value))

static size_t limit_of(const struct nh_http_request *request)
{
    return request->limit ? request->limit : NH_HTTP_LIMIT;
}

static bool set_limits(const struct transfer *transfer)
{
    const struct nh_http_request *request = transfer->request;
    long seconds = request->seconds ? request->seconds : NH_HTTP_SECONDS;
    /* No file of the person's may add a password, no other protocol may be used, and no
       signal handler is put in. */
    return !set(transfer, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) &&
           !set(transfer, CURLOPT_PROTOCOLS_STR, request->open ? "http,https" : "https") &&
           !set(transfer, CURLOPT_FOLLOWLOCATION, 0L) && !set(transfer, CURLOPT_NOSIGNAL, 1L) &&
           !set(transfer, CURLOPT_CONNECTTIMEOUT, (long)NH_HTTP_CONNECT_SECONDS) &&
           !set(transfer, CURLOPT_TIMEOUT, seconds) &&
           !set(transfer, CURLOPT_MAXFILESIZE, (long)limit_of(request)) &&
           !set(transfer, CURLOPT_USERAGENT, "nss-helper/" NH_VERSION);
}

static bool set_trust(struct transfer *transfer)
{
    const struct nh_trust *trust = transfer->request->trust;
    struct curl_blob anchors = {trust->anchors.data, trust->anchors.length, CURL_BLOB_COPY};
    bool good = !set(transfer, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) &&
                !set(transfer, CURLOPT_SSL_VERIFYPEER, trust->anybody ? 0L : 1L) &&
                !set(transfer, CURLOPT_SSL_VERIFYHOST, trust->anybody ? 0L : 2L) &&
                !set(transfer, CURLOPT_SSL_CTX_FUNCTION, prepare_tls) &&
                !set(transfer, CURLOPT_SSL_CTX_DATA, transfer);
    /* Only these: else the system's would count beside them. */
    if (anchors.len)
        good = good && !set(transfer, CURLOPT_CAINFO_BLOB, &anchors) &&
               !set(transfer, CURLOPT_CAPATH, NULL);
    return good;
}

static bool add_header(struct transfer *transfer, const char *line)
{
    struct curl_slist *longer = transfer->lib->slist_append(transfer->headers, line);
    if (longer)
        transfer->headers = longer;
    return longer != NULL;
}

static bool set_request(struct transfer *transfer)
{
    const struct nh_http_request *request = transfer->request;
    char type[120];
    bool good = !set(transfer, CURLOPT_URL, request->url) &&
                !set(transfer, CURLOPT_ERRORBUFFER, transfer->said) &&
                !set(transfer, CURLOPT_WRITEFUNCTION, take_body) &&
                !set(transfer, CURLOPT_WRITEDATA, transfer);
    if (good && request->type) {
        snprintf(type, sizeof type, "Content-Type: %s", request->type);
        good = add_header(transfer, type) &&
               (request->open || add_header(transfer, "Content-Transfer-Encoding: base64")) &&
               add_header(transfer, "Expect:") && !set(transfer, CURLOPT_POST, 1L) &&
               !set(transfer, CURLOPT_POSTFIELDS, request->body->data) &&
               !set(transfer, CURLOPT_POSTFIELDSIZE, (long)request->body->length) &&
               !set(transfer, CURLOPT_HTTPHEADER, transfer->headers);
    }
    if (good && request->user && request->password)
        good = !set(transfer, CURLOPT_HTTPAUTH, CURLAUTH_BASIC | CURLAUTH_DIGEST) &&
               !set(transfer, CURLOPT_USERNAME, request->user) &&
               !set(transfer, CURLOPT_PASSWORD, request->password);
    return good;
}

/* TLS 1.3 tells of a client certificate only after its handshake. */
static bool is_refused_key(const struct transfer *transfer)
{
    return transfer->request->key && strstr(transfer->said, "alert");
}

static enum nh_status fail_transfer(const struct transfer *transfer, CURLcode code,
                                    struct nh_error *err)
{
    const char *said = *transfer->said ? transfer->said : transfer->lib->easy_strerror(code);
    if (transfer->too_large || code == CURLE_FILESIZE_EXCEEDED)
        return nh_fail(err, NH_TOO_LARGE, NULL, "The answer of %s is larger than %zu bytes.",
                       transfer->site, limit_of(transfer->request));
    if (is_refused_key(transfer))
        return nh_fail(err, NH_TLS, NULL, "%s did not take the certificate: %.150s.",
                       transfer->site, said);
    switch (code) {
    case CURLE_OUT_OF_MEMORY: return nh_fail_memory(err);
    case CURLE_SSL_CACERT_BADFILE:
        return nh_fail(err, NH_BAD_DATA, NULL, "The CA's certificate for the server is damaged.");
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
        return nh_fail(err, NH_TLS, NULL,
                       "There is no safe connection to %s, and nothing was sent: %.150s.",
                       transfer->site, said);
    default:
        return nh_fail(err, NH_UNAVAILABLE, NULL, "%s can't be reached, or broke off: %.150s.",
                       transfer->site, said);
    }
}

static void read_head(struct transfer *transfer)
{
    struct nh_http_response *response = transfer->response;
    const char *type = NULL;
    curl_off_t wait = 0;
    transfer->lib->easy_getinfo(transfer->curl, CURLINFO_RESPONSE_CODE, &response->code);
    transfer->lib->easy_getinfo(transfer->curl, CURLINFO_CONTENT_TYPE, &type);
    transfer->lib->easy_getinfo(transfer->curl, CURLINFO_RETRY_AFTER, &wait);
    response->retry_after = wait > 0 ? (long)wait : 0;
    snprintf(response->type, sizeof response->type, "%.*s", (int)(type ? strcspn(type, "; \t") : 0),
             type ? type : "");
    for (char *at = response->type; *at; at++)
        *at = (char)tolower((unsigned char)*at);
}

/* The next address of a redirection on the same host; NULL when this is the response. */
static enum nh_status follow(struct transfer *transfer, char **url, struct nh_error *err)
{
    char *next = NULL, site[NH_SITE_SIZE] = "";
    long code = transfer->response->code;
    *url = NULL;
    transfer->lib->easy_getinfo(transfer->curl, CURLINFO_REDIRECT_URL, &next);
    if (code < 300 || code > 399 || !next)
        return NH_OK;
    if (!read_site(next, transfer->request->open, site))
        return nh_fail(err, NH_REFUSED, NULL,
                       "%s sends on to what is no address of a server: %.120s", transfer->site,
                       next);
    if (strcmp(site, transfer->site) != 0)
        return nh_fail(err, NH_REFUSED, NULL,
                       "%s sends on to another host, which is not followed: %.120s", transfer->site,
                       next);
    /* A POST that would become a GET is none. */
    if (transfer->request->type && code != 307 && code != 308)
        return NH_OK;
    *url = strdup(next);
    return *url ? NH_OK : nh_fail_memory(err);
}

static enum nh_status perform(struct transfer *transfer, struct nh_error *err)
{
    char *url = NULL;
    enum nh_status status = NH_OK;
    for (int i = 0; !status && (i == 0 || url) && i <= REDIRECTS_MAX; i++) {
        if (url)
            set(transfer, CURLOPT_URL, url);
        free(url);
        url = NULL;
        nh_buf_reset(&transfer->response->body);
        CURLcode code = transfer->lib->easy_perform(transfer->curl);
        if (code)
            return fail_transfer(transfer, code, err);
        read_head(transfer);
        status = follow(transfer, &url, err);
    }
    if (!status && url)
        status = nh_fail(err, NH_REFUSED, NULL, "%s sends on in a circle.", transfer->site);
    free(url);
    return status;
}

/* What can't be checked gets nothing of a secret, and no key. */
static bool is_allowed(const struct nh_http_request *request)
{
    return !request->trust->anybody || (!request->type && !request->user && !request->key);
}

static enum nh_status find_site(const struct nh_http_request *request, char site[NH_SITE_SIZE],
                                struct nh_error *err)
{
    const char *path = NULL;
    enum nh_status status = NH_OK;
    if (!request->open)
        return nh_http_site(request->url, site, &path, err);
    status = need_curl(err);
    if (!status && !read_site(request->url, true, site))
        status =
            nh_fail(err, NH_BAD_DATA, NULL, "\"%.120s\" is no address on the web.", request->url);
    return status;
}

enum nh_status nh_http(const struct nh_http_request *request, struct nh_http_response *out,
                       struct nh_error *err)
{
    struct nh_http_response response = {.body.limit = limit_of(request)};
    struct transfer transfer = {
        .request = request, .response = &response, .pin.fingerprint = request->trust->fingerprint};
    enum nh_status status = find_site(request, transfer.site, err);
    if (!status && !is_allowed(request))
        status = nh_fail(err, NH_INTERNAL, NULL, "A secret would go to an unknown server.");
    if (status)
        return status;
    transfer.lib = nh_curl();
    transfer.curl = transfer.lib->easy_init();
    if (!transfer.curl || !set_limits(&transfer) || !set_trust(&transfer) ||
        !set_request(&transfer))
        status = nh_fail(err, NH_INTERNAL, NULL, "The request can't be set up.");
    if (!status)
        status = perform(&transfer, err);
    if (request->shown)
        *request->shown = transfer.pin.shown;
    transfer.lib->easy_cleanup(transfer.curl);
    transfer.lib->slist_free_all(transfer.headers);
    if (status)
        nh_http_response_reset(&response);
    else
        *out = response;
    return status;
}

/* Out of an HTML page its text; a title and the like may be among it. */
static void skip_tags(const char *from, size_t length, bool html, char *out, size_t size)
{
    bool inside = false;
    size_t used = 0;
    for (size_t i = 0; i < length && used + 1 < size; i++) {
        if (html && from[i] == '<')
            inside = true;
        out[used++] = inside || (unsigned char)from[i] < ' ' ? ' ' : from[i];
        if (from[i] == '>')
            inside = false;
        if (used > 1 && out[used - 1] == ' ' && out[used - 2] == ' ')
            used--;
    }
    out[used] = '\0';
}

void nh_http_words(const struct nh_http_response *response, char words[NH_HTTP_WORDS_SIZE])
{
    char text[1024];
    size_t used = 0;
    uint32_t character;
    skip_tags((const char *)response->body.data, response->body.length,
              strstr(response->type, "html") != NULL, text, sizeof text);
    nh_utf8_clean(text, sizeof text - 1);
    const char *at = text + strspn(text, " ");
    while (*at && used + 4 < NH_HTTP_WORDS_SIZE) {
        size_t size = nh_utf8_next(at, strlen(at), &character);
        if (!nh_utf8_harmful(character)) {
            memcpy(words + used, at, size);
            used += size;
        }
        at += size;
    }
    while (used && words[used - 1] == ' ')
        used--;
    words[used] = '\0';
}
