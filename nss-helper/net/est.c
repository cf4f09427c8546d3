/* SPDX-License-Identifier: MPL-2.0 */
#include "net/est.h"

#include "net/csrattrs.h"
#include "net/http.h"
#include "net/trust.h"
#include "nss/base64.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WELL_KNOWN "/.well-known/est"

/* Between two questions after a 202: what a server says is kept within this. */
#define WAIT_USUAL 3600
#define WAIT_MOST (60L * 24 * 3600)

static bool is_label(const char *label)
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                "-._~";
    static const char *const operations[] = {"cacerts", "simpleenroll", "simplereenroll",
                                             "fullcmc", "serverkeygen", "csrattrs"};
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        if (strcmp(label, operations[i]) == 0)
            return false;
    }
    return *label && *label != '.' && label[strspn(label, signs)] == '\0';
}

enum nh_status nh_est_server(const char *url, const char *label, char **server,
                             struct nh_error *err)
{
    char site[NH_SITE_SIZE];
    const char *path = NULL;
    char *text = NULL;
    enum nh_status status = nh_http_site(url, site, &path, err);
    if (!status && label && !is_label(label))
        status = nh_fail(err, NH_USAGE, NULL, "\"%.80s\" is no label of an EST server.", label);
    if (status)
        return status;
    int length = (int)strlen(path);
    while (length > 0 && path[length - 1] == '/')
        length--;
    if (length == 0)
        path = WELL_KNOWN, length = (int)strlen(WELL_KNOWN);
    if (asprintf(&text, "%s%.*s%s%s", site, length, path, label ? "/" : "", label ? label : "") < 0)
        return nh_fail_memory(err);
    *server = text;
    return NH_OK;
}

/* `response` is filled on success only. */
static enum nh_status request(struct nh_est *est, const char *operation, const struct nh_buf *body,
                              struct nh_http_response *response, struct nh_error *err)
{
    char *url = NULL;
    if (asprintf(&url, "%s/%s", est->server, operation) < 0)
        return nh_fail_memory(err);
    struct nh_http_request request = {
        .url = url,
        .trust = est->trust,
        .type = body ? "application/pkcs10" : NULL,
        .body = body,
        .user = est->user,
        .password = est->password,
        .key = est->key,
        .shown = &est->shown,
    };
    enum nh_status status = nh_http(&request, response, err);
    free(url);
    return status;
}

/* All that is neither the thing itself nor a 202. */
static enum nh_status fail_response(const struct nh_est *est,
                                    const struct nh_http_response *response, struct nh_error *err)
{
    char words[NH_HTTP_WORDS_SIZE], site[NH_SITE_SIZE] = "";
    const char *path = NULL;
    nh_http_words(response, words);
    nh_http_site(est->server, site, &path, NULL);
    const char *said = *words ? words : "and says no more";
    if (response->code == 401 && !est->user)
        return nh_fail(err, NH_LOGIN, "HTTP 401",
                       "%s wants a name and a password: give the name with --user.", site);
    if (response->code == 401)
        return nh_fail(err, NH_LOGIN, "HTTP 401", "%s does not take this name and password: %s",
                       site, said);
    if (response->code >= 500 || response->code == 408 || response->code == 429)
        return nh_fail(err, NH_UNAVAILABLE, NULL, "%s is out of order (HTTP %ld): %s", site,
                       response->code, said);
    return nh_fail(err, NH_REFUSED, NULL, "%s refuses it (HTTP %ld): %s", site, response->code,
                   said);
}

/* Not there, or nothing in it. */
static bool is_nothing(const struct nh_http_response *response)
{
    return response->code == 204 || response->code == 404 ||
           (response->code == 200 && response->body.length == 0);
}

enum nh_status nh_est_cacerts(struct nh_est *est, struct nh_buf *out, struct nh_error *err)
{
    struct nh_http_response response = {0};
    enum nh_status status = request(est, "cacerts", NULL, &response, err);
    if (!status && response.code == 200)
        status = nh_buf_append(out, response.body.data, response.body.length, err);
    else if (!status && !is_nothing(&response))
        status = fail_response(est, &response, err);
    nh_http_response_reset(&response);
    return status;
}

void nh_est_csrattrs(struct nh_est *est, enum nh_key_kind *kind)
{
    struct nh_http_response response = {0};
    struct nh_buf der = {0};
    if (!request(est, "csrattrs", NULL, &response, NULL) && response.code == 200 &&
        response.body.length &&
        nh_base64_decode((const char *)response.body.data, response.body.length, &der))
        nh_csrattrs_read(&der, kind);
    nh_buf_reset(&der);
    nh_http_response_reset(&response);
}

static time_t when(long seconds, long usual)
{
    if (seconds <= 0)
        seconds = usual;
    return seconds ? time(NULL) + (seconds < WAIT_MOST ? seconds : WAIT_MOST) : 0;
}

static enum nh_status judge(const struct nh_est *est, const struct nh_http_response *response,
                            struct nh_buf *out, time_t *retry, struct nh_error *err)
{
    *retry = 0;
    if (response->code == 200)
        return nh_buf_append(out, response->body.data, response->body.length, err);
    if (response->code != 202) {
        *retry = when(response->retry_after, 0);
        return fail_response(est, response, err);
    }
    *retry = when(response->retry_after, WAIT_USUAL);
    return nh_fail(err, NH_PENDING, NULL,
                   "The CA has taken the request and decides later. Key and request are kept.");
}

enum nh_status nh_est_enroll(struct nh_est *est, const struct nh_buf *csr, struct nh_buf *out,
                             time_t *retry, struct nh_error *err)
{
    struct nh_http_response response = {0};
    struct nh_buf body = {0};
    enum nh_status status =
        nh_base64_add(csr->data, csr->length, "\r\n", &body) ? NH_OK : nh_fail_memory(err);
    if (!status)
        status = request(est, est->key ? "simplereenroll" : "simpleenroll", &body, &response, err);
    if (!status)
        status = judge(est, &response, out, retry, err);
    nh_buf_reset(&body);
    nh_http_response_reset(&response);
    return status;
}
