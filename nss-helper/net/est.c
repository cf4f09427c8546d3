/* SPDX-License-Identifier: MPL-2.0 */
#include "net/est.h"

#include "base/language.h"
#include "net/csrattrs.h"
#include "net/http.h"
#include "net/httpaddress.h"
#include "net/httpfail.h"
#include "net/trust.h"
#include "nss/base64.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WELL_KNOWN "/.well-known/est"

/* Limits, in seconds, for the wait that a server asks for with a 202. */
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
        status = nh_fail(err, NH_USAGE, NULL, "\"%.80s\" is not a label of an EST server.", label);
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

/* A request that is bound to its connection. */
struct binding {
    const struct nh_est *est;
    size_t length; /* of the request in base64, sent as Content-Length */
};

static nh_http_body bind_body;

/* `binding` may be NULL. `response` is filled only on success. */
static enum nh_status request(struct nh_est *est, const char *operation, const struct nh_buf *body,
                              struct binding *binding, struct nh_http_response *response,
                              struct nh_error *err)
{
    char *url = NULL;
    if (asprintf(&url, "%s/%s", est->server, operation) < 0)
        return nh_fail_memory(err);
    struct nh_http_request request = {
        .url = url,
        .trust = est->trust,
        .type = body ? "application/pkcs10" : NULL,
        .body = body,
        .make = binding ? bind_body : NULL,
        .context = binding,
        .user = est->user,
        .password = est->password,
        .key = est->key,
        .shown = &est->shown,
    };
    enum nh_status status = nh_http(&request, response, err);
    free(url);
    return status;
}

/* A sentence of advice, or "": to log in with a certificate, if the server asked for one in
   vain. */
static const char *hint(const struct nh_est *est, const struct nh_http_response *response)
{
    return response->certificate && !est->key
               ? _("It also asks for a certificate: name one with --with ID.")
               : "";
}

/* Report a 401, with what to do if its kind of log-in is supported. */
static enum nh_status fail_login(const struct nh_est *est, const struct nh_http_response *response,
                                 const char *site, const char *said, struct nh_error *err)
{
    static const char cause[] = "HTTP 401";
    bool password = response->logins & (NH_HTTP_BASIC | NH_HTTP_DIGEST);
    const char *more = hint(est, response);
    if (password && !est->user && est->key)
        return nh_fail(err, NH_LOGIN, cause,
                       "%s asks for a name and a password beside the certificate. Give the name "
                       "with --user.",
                       site);
    if (password && !est->user)
        return nh_fail(err, NH_LOGIN, cause,
                       /* TRANSLATORS: a site, and more advice: a sentence, or nothing. */
                       "%s asks for a name and a password. Give the name with --user. %s", site,
                       more);
    if (password)
        return nh_fail(
            err, NH_LOGIN, cause,
            /* TRANSLATORS: a site, advice: a sentence, or nothing; the server's words. */
            "%s rejected this name and password. %s The server says: %s", site, more, said);
    if (response->logins)
        return nh_fail(err, NH_REFUSED, cause,
                       /* TRANSLATORS: a site, a kind of login, advice: a sentence, or nothing. */
                       "%s asks for a login by \"%s\", which NSS Helper does not know. %s Ask the "
                       "server's administrator for a login by name and password, or by "
                       "certificate.",
                       site, response->other, more);
    return nh_fail(err, NH_REFUSED, cause,
                   /* TRANSLATORS: a site, advice: a sentence, or nothing; the server's words. */
                   "%s asks for a login, but does not say which kind. %s The server says: %s", site,
                   more, said);
}

/* Report any other response than a 200 or 202. */
static enum nh_status fail_response(const struct nh_est *est,
                                    const struct nh_http_response *response, struct nh_error *err)
{
    char words[NH_HTTP_WORDS_SIZE], site[NH_SITE_SIZE] = "";
    const char *path = NULL;
    nh_http_words(response, words);
    nh_http_site(est->server, site, &path, NULL);
    const char *said = *words ? words : _("nothing more.");
    if (response->code == 401)
        return fail_login(est, response, site, said, err);
    if (response->code >= 500 || response->code == 408 || response->code == 429)
        return nh_fail(
            err, NH_UNAVAILABLE, NULL, /* TRANSLATORS: a site, a number, the server's words. */
            "%s is out of order (HTTP %ld). The server says: %s", site, response->code, said);
    return nh_fail(err, NH_REFUSED, NULL, /* TRANSLATORS: a site, a number, advice: a sentence, or
                                             nothing; the server's words. */
                   "%s rejected the request (HTTP %ld). %s The server says: %s", site,
                   response->code, hint(est, response), said);
}

/* There is nothing at this address, or it is empty. */
static bool is_nothing(const struct nh_http_response *response)
{
    return response->code == 204 || response->code == 404 ||
           (response->code == 200 && response->body.length == 0);
}

enum nh_status nh_est_cacerts(struct nh_est *est, struct nh_buf *out, struct nh_error *err)
{
    struct nh_http_response response = {0};
    enum nh_status status = request(est, "cacerts", NULL, NULL, &response, err);
    if (!status && response.code == 200)
        status = nh_buf_append(out, response.body.data, response.body.length, err);
    else if (!status && !is_nothing(&response))
        status = fail_response(est, &response, err);
    nh_http_response_reset(&response);
    return status;
}

enum nh_status nh_est_csrattrs(struct nh_est *est, struct nh_csrattrs *out, struct nh_error *err)
{
    struct nh_http_response response = {0};
    struct nh_error failed = {.status = NH_OK};
    struct nh_buf der = {0};
    *out = (struct nh_csrattrs){.has_kind = false};
    enum nh_status status = request(est, "csrattrs", NULL, NULL, &response, &failed);
    if (status && strcmp(failed.cause, NH_HTTP_HANGS) == 0)
        return nh_fail(err, status, failed.cause, "%s", failed.message);
    if (!status && response.code == 200 && response.body.length &&
        !nh_base64_decode((const char *)response.body.data, response.body.length, &der, NULL))
        nh_csrattrs_read(&der, out);
    nh_buf_reset(&der);
    nh_http_response_reset(&response);
    return NH_OK;
}

static time_t when(long seconds, long usual)
{
    if (seconds <= 0)
        seconds = usual;
    return seconds ? time(NULL) + (seconds < WAIT_MOST ? seconds : WAIT_MOST) : 0;
}

static enum nh_status judge(const struct nh_est *est, const struct nh_http_response *response,
                            struct nh_buf *out, struct nh_est_wait *wait, struct nh_error *err)
{
    if (response->code == 200)
        return nh_buf_append(out, response->body.data, response->body.length, err);
    if (response->code != 202) {
        wait->until = when(response->retry_after, 0);
        return fail_response(est, response, err);
    }
    *wait = (struct nh_est_wait){when(response->retry_after, WAIT_USUAL), true};
    return nh_fail(
        err, NH_PENDING, NULL,
        "The CA has accepted the request and will decide later. Your key and your request are "
        "kept.");
}

#define CHALLENGE_SIZE 17 /* a tls-unique in base64 */
#define BIND_TRIES 100    /* signatures of elliptic curves differ in length by some bytes */

static enum nh_status make_bound(const struct nh_est *est, const char *challenge,
                                 struct nh_buf *body, struct nh_error *err)
{
    struct nh_buf csr = {0};
    nh_buf_reset(body);
    enum nh_status status = est->bind(est->context, challenge, &csr, err);
    if (!status && !nh_base64_add(csr.data, csr.length, "\r\n", body))
        status = nh_fail_memory(err);
    nh_buf_reset(&csr);
    return status;
}

static enum nh_status bind_body(void *context, const unsigned char *unique, size_t length,
                                struct nh_buf *body, struct nh_error *err)
{
    const struct binding *binding = context;
    struct nh_buf text = {0};
    enum nh_status status = nh_base64_add(unique, length, "", &text) && nh_buf_add(&text, "", 1)
                                ? NH_OK
                                : nh_fail_memory(err);
    for (int i = 0; !status && body->length != binding->length && i < BIND_TRIES; i++)
        status = make_bound(binding->est, (const char *)text.data, body, err);
    nh_buf_reset(&text);
    return status;
}

static enum nh_status post_bound(struct nh_est *est, const char *operation,
                                 struct nh_http_response *response, struct nh_error *err)
{
    static const char sample[CHALLENGE_SIZE] = "AAAAAAAAAAAAAAAA";
    struct nh_buf body = {0};
    struct binding binding = {.est = est};
    enum nh_status status = make_bound(est, sample, &body, err);
    binding.length = body.length;
    if (!status)
        status = request(est, operation, &body, &binding, response, err);
    nh_buf_reset(&body);
    return status;
}

/* TLS 1.3 has nothing to bind the request to: it is then sent as it is. */
static enum nh_status post(struct nh_est *est, const struct nh_buf *csr,
                           struct nh_http_response *response, struct nh_error *err)
{
    const char *operation = est->again ? "simplereenroll" : "simpleenroll";
    struct nh_buf body = {0};
    if (est->bind) {
        enum nh_status bound = post_bound(est, operation, response, err);
        if (bound != NH_TLS)
            return bound;
    }
    enum nh_status status =
        nh_base64_add(csr->data, csr->length, "\r\n", &body) ? NH_OK : nh_fail_memory(err);
    if (!status)
        status = request(est, operation, &body, NULL, response, err);
    nh_buf_reset(&body);
    return status;
}

enum nh_status nh_est_enroll(struct nh_est *est, const struct nh_buf *csr, struct nh_buf *out,
                             struct nh_est_wait *wait, struct nh_error *err)
{
    struct nh_http_response response = {0};
    *wait = (struct nh_est_wait){.until = 0};
    enum nh_status status = post(est, csr, &response, err);
    if (!status)
        status = judge(est, &response, out, wait, err);
    nh_http_response_reset(&response);
    return status;
}
