/* SPDX-License-Identifier: MPL-2.0 */
#include "est.h"

#include "account.h"
#include "certificate.h"
#include "client.h"
#include "est_ca.h"
#include "est_wire.h"
#include "log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BASE "/.well-known/est/"
#define REALM "est"
#define NONCE_SECONDS 300
#define CERTIFICATES "application/pkcs7-mime; smime-type=certs-only"

bool est_is_path(const char *path)
{
    return strncmp(path, BASE, strlen(BASE)) == 0;
}

static enum MHD_Result get_cacerts(struct request *req)
{
    const struct ca *ca = &req->portal->ca;
    unsigned char *der = NULL;
    int length = certificate_pack(ca->issuer, ca->root, &der);

    if (est_word(req, "no-cacerts"))
        length = -1;
    struct MHD_Response *response =
        length < 0 ? NULL : est_response(req, CERTIFICATES, der, (size_t)length);
    OPENSSL_free(der);
    return response ? est_send(req, MHD_HTTP_OK, response)
                    : est_say(req, MHD_HTTP_NOT_FOUND, "text/plain", "");
}

/* SEQUENCE { SEQUENCE { id-ecPublicKey, SET { secp384r1 } } } */
static enum MHD_Result get_csrattrs(struct request *req)
{
    static const unsigned char p_384[] = {0x30, 0x14, 0x30, 0x12, 0x06, 0x07, 0x2a, 0x86,
                                          0x48, 0xce, 0x3d, 0x02, 0x01, 0x31, 0x07, 0x06,
                                          0x05, 0x2b, 0x81, 0x04, 0x00, 0x22};

    if (est_word(req, "no-attributes"))
        return est_say(req, MHD_HTTP_NOT_FOUND, "text/plain", "");
    if (!est_word(req, "attributes-p-384"))
        return est_say(req, MHD_HTTP_NO_CONTENT, "application/csrattrs", "");
    return est_send(req, MHD_HTTP_OK,
                    est_response(req, "application/csrattrs", p_384, sizeof p_384));
}

static const struct account *check_basic(struct request *req)
{
    char *password = NULL;
    char *user = MHD_basic_auth_get_username_password(req->connection, &password);
    const struct account *account = user && password ? account_check(user, password) : NULL;

    MHD_free(user);
    MHD_free(password);
    return account;
}

static const struct account *check_digest(struct request *req)
{
    char *user = MHD_digest_auth_get_username(req->connection);
    const struct account *account = user ? account_find(user) : NULL;

    if (account && MHD_digest_auth_check2(req->connection, REALM, user, account->password,
                                          NONCE_SECONDS, MHD_DIGEST_ALG_MD5) != MHD_YES)
        account = NULL;
    MHD_free(user);
    return account;
}

static enum MHD_Result ask_who(struct request *req, bool digest)
{
    static const char words[] = "Who are you?\n";
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(words), (void *)words, MHD_RESPMEM_PERSISTENT);
    enum MHD_Result result = MHD_NO;

    if (!response)
        return MHD_NO;
    log_event("est asks who method=%s", digest ? "digest" : "basic");
    if (est_word(req, "both"))
        MHD_add_response_header(response, "WWW-Authenticate", "Basic realm=\"" REALM "\"");
    if (digest)
        result = MHD_queue_auth_fail_response2(req->connection, REALM, "opaque", response, MHD_NO,
                                               MHD_DIGEST_ALG_MD5);
    else
        result = MHD_queue_basic_auth_fail_response(req->connection, REALM, response);
    MHD_destroy_response(response);
    return result;
}

/* "Wed, 25 Nov 2026 10:00:00 GMT" */
static void write_date(time_t time, char *out, size_t size)
{
    struct tm utc;

    gmtime_r(&time, &utc);
    strftime(out, size, "%a, %d %b %Y %H:%M:%S GMT", &utc);
}

static enum MHD_Result later(struct request *req, const char *when)
{
    static const char words[] = "Somebody has to agree first.\n";
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(words), (void *)words, MHD_RESPMEM_PERSISTENT);

    if (response)
        MHD_add_response_header(response, "Retry-After", when);
    log_event("est later after=\"%s\"", when);
    return est_send(req, MHD_HTTP_ACCEPTED, response);
}

static enum MHD_Result out_of_order(struct request *req)
{
    static const char words[] = "The CA is being looked after.\n";
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(words), (void *)words, MHD_RESPMEM_PERSISTENT);

    if (response)
        MHD_add_response_header(response, "Retry-After", "120");
    return est_send(req, MHD_HTTP_SERVICE_UNAVAILABLE, response);
}

static enum MHD_Result redirect(struct request *req, const char *origin)
{
    char location[256];
    struct MHD_Response *response =
        MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);

    snprintf(location, sizeof location, "%s%sagain/simpleenroll", origin, BASE);
    if (response)
        MHD_add_response_header(response, "Location", location);
    return est_send(req, MHD_HTTP_TEMPORARY_REDIRECT, response);
}

/* Sends what the words ask for instead of a certificate. False: they ask for a certificate. */
static bool answer_otherwise(struct request *req, enum MHD_Result *result)
{
    char date[64];

    write_date(time(NULL) + 60, date, sizeof date);
    if (est_word(req, "202-seconds"))
        *result = later(req, "2");
    else if (est_word(req, "202-minute"))
        *result = later(req, "60");
    else if (est_word(req, "202-date"))
        *result = later(req, date);
    else if (est_word(req, "202-days"))
        *result = later(req, "172800");
    else if (est_word(req, "202-year"))
        *result = later(req, "31536000");
    else if (est_word(req, "503"))
        *result = out_of_order(req);
    else if (est_word(req, "500"))
        *result = est_say(req, 500, "text/html; charset=utf-8",
                          "<html><head><title>Sorry</title></head><body><h1>The database is "
                          "down</h1></body></html>");
    else if (est_word(req, "400"))
        *result = est_say(req, 400, "text/plain",
                          "Your \033[31mrequest\033[0m has no e-mail address.\r\nAsk the office.");
    else if (est_word(req, "403"))
        *result = est_say(req, 403, "text/plain", "Not you.");
    else if (est_word(req, "redirect-other"))
        *result = redirect(req, req->portal->origin[SITE_PORTAL]);
    else if (est_word(req, "redirect") && !strstr(req->path, "/again/"))
        *result = redirect(req, req->portal->origin[SITE_SERVICE]);
    else
        return false;
    return true;
}

static enum MHD_Result send_certificate(struct request *req, X509 *certificate)
{
    X509 *issuer = est_word(req, "alone") ? NULL : req->portal->ca.issuer;
    unsigned char *der = NULL;
    int length;
    enum MHD_Result result = MHD_NO;

    if (est_word(req, "empty"))
        return est_say(req, MHD_HTTP_OK, CERTIFICATES, "");
    if (est_word(req, "garbage"))
        return est_say(req, MHD_HTTP_OK, CERTIFICATES, "bm90IGEgY2VydGlmaWNhdGU=\n");
    if (est_word(req, "pem-certs"))
        length = certificate_encode(certificate, req->portal->ca.issuer, ANSWER_PEM, &der);
    else
        length = certificate_pack(est_word(req, "ca-only") ? NULL : certificate, issuer, &der);
    if (length < 0)
        return MHD_NO;
    if (est_word(req, "pem-certs"))
        result = reply_bytes(req, MHD_HTTP_OK, CERTIFICATES, der, (size_t)length);
    else
        result = est_send(req, MHD_HTTP_OK, est_response(req, CERTIFICATES, der, (size_t)length));
    OPENSSL_free(der);
    return result;
}

/* How long a certificate is valid. */
static void set_life(struct request *req, struct est_wish *wish)
{
    static const struct {
        const char *word;
        int days, since;
    } lives[] = {{"expired", 90, 180},
                 {"brief", 90, 69},
                 {"capped", 20, 0},
                 {"short", 5, 0},
                 {"short-brief", 5, 4}};

    for (size_t i = 0; i < sizeof lives / sizeof *lives; i++) {
        if (est_word(req, lives[i].word)) {
            wish->days = lives[i].days;
            wish->since = lives[i].since;
        }
    }
}

static enum MHD_Result issue(struct request *req, X509_REQ *request, const char *user)
{
    struct est_wish wish = {.cn = est_word(req, "other-name") ? "Somebody Else" : NULL,
                            .key = est_word(req, "other-key") ? EVP_EC_gen("P-256") : NULL};
    set_life(req, &wish);
    X509 *certificate = est_issue(&req->portal->ca, request, &wish);
    struct certificate_info info;
    char cn[160];
    enum MHD_Result result = MHD_NO;

    if (certificate && certificate_describe(certificate, &info)) {
        log_event("est issued user=%s cn=%s serial=%s sha256=%s", user,
                  log_quote(info.cn, cn, sizeof cn), info.serial, info.sha256);
        result = send_certificate(req, certificate);
    }
    X509_free(certificate);
    EVP_PKEY_free(wish.key);
    return result;
}

/* Headers as RFC 8951 wants them, and a body of a known length. */
static X509_REQ *read_request(struct request *req)
{
    const char *type = request_header(req, "Content-Type");
    const char *encoding = request_header(req, "Content-Transfer-Encoding");
    const char *length = request_header(req, "Content-Length");

    if (!req->raw || !type || strcmp(type, "application/pkcs10") != 0 || !length || !encoding ||
        strcmp(encoding, "base64") != 0)
        return NULL;
    for (const char *line = req->raw; *line;
         line += strcspn(line, "\n") + (strchr(line, '\n') != NULL))
        if (strcspn(line, "\r\n") > 76)
            return NULL;
    return est_read_request(req->raw);
}

static enum MHD_Result refuse_request(struct request *req)
{
    return est_say(req, MHD_HTTP_BAD_REQUEST, "text/plain", "This is no good request.");
}

/* The log-in is checked first: some clients send an empty body until they know how to log in. */
static enum MHD_Result enroll(struct request *req, X509_REQ *request)
{
    bool digest = est_word(req, "digest") || est_word(req, "both");
    const char *header = request_header(req, "Authorization");
    const struct account *account = NULL;
    enum MHD_Result result = MHD_NO;

    if (header && strncmp(header, "Digest ", 7) == 0)
        account = check_digest(req);
    else if (!est_word(req, "digest"))
        account = check_basic(req);
    if (!account && !est_word(req, "none"))
        return ask_who(req, digest);
    if (!request)
        return refuse_request(req);
    log_event("est enroll user=%s method=%.6s path=%s", account ? account->user : "-",
              header ? header : "none", req->path);
    if (answer_otherwise(req, &result))
        return result;
    return issue(req, request, account ? account->user : "-");
}

static enum MHD_Result reenroll(struct request *req, X509_REQ *request)
{
    struct client client = {0};
    struct certificate_info info;
    enum MHD_Result result = MHD_NO;
    bool known = false, same = false;

    client_read(req, &client);
    if (client.certificate) {
        known = ca_verify(&req->portal->ca, client.certificate, client.others) == X509_V_OK &&
                certificate_describe(client.certificate, &info);
        same = known && request && est_is_same(client.certificate, request);
    }
    client_free(&client);
    log_event("est reenroll by=%s same=%d path=%s", known ? info.sha256 : "-", same, req->path);
    if (!known)
        return est_say(req, MHD_HTTP_FORBIDDEN, "text/plain", "Show your certificate.");
    if (!request)
        return refuse_request(req);
    if (!same)
        return est_say(req, MHD_HTTP_FORBIDDEN, "text/plain", "These are other names.");
    return answer_otherwise(req, &result) ? result : issue(req, request, "-");
}

static enum MHD_Result post(struct request *req, const char *operation)
{
    X509_REQ *request = read_request(req);
    enum MHD_Result result =
        strcmp(operation, "simpleenroll") == 0 ? enroll(req, request) : reenroll(req, request);
    X509_REQ_free(request);
    return result;
}

enum MHD_Result est_answer(struct request *req)
{
    const char *operation = strrchr(req->path, '/') + 1;
    bool get = strcmp(req->method, "GET") == 0;

    if (get && strcmp(operation, "cacerts") == 0)
        return get_cacerts(req);
    if (get && strcmp(operation, "csrattrs") == 0)
        return get_csrattrs(req);
    if (strcmp(req->method, "POST") == 0 &&
        (strcmp(operation, "simpleenroll") == 0 || strcmp(operation, "simplereenroll") == 0))
        return post(req, operation);
    return est_say(req, MHD_HTTP_NOT_FOUND, "text/plain", "There is no such thing here.");
}
