/* SPDX-License-Identifier: MPL-2.0 */
#include "application.h"
#include "issued.h"
#include "log.h"
#include "p12.h"
#include "page.h"
#include "sites.h"
#include "spkac.h"
#include "step2.h"

#include <stdio.h>
#include <string.h>

#define SESSION_SECONDS 3600

static const struct {
    const char *name;
    enum text_id words;
} notices[] = {
    {"used", T_NOTICE_USED},       {"wrong", T_NOTICE_WRONG}, {"expired", T_NOTICE_EXPIRED},
    {"refused", T_NOTICE_REFUSED}, {"nokey", T_NOTICE_NOKEY}, {"locked", T_TOO_MANY},
};

static enum MHD_Result back_to_step1(struct request *req, const char *notice)
{
    char location[40];

    snprintf(location, sizeof location, "/?notice=%s", notice);
    return reply_redirect(req, location);
}

/* Only the names in this list get into the page and into its language switch. */
static const char *put_notice(struct request *req, struct html *h)
{
    const char *name = request_query(req, "notice");

    for (size_t i = 0; i < sizeof notices / sizeof *notices; i++) {
        if (strcmp(notices[i].name, name) != 0)
            continue;
        if (h)
            html(h, "<p id=\"notice\" data-notice=\"%s\" class=\"notice bad\" role=\"alert\">%s</p>\n",
                 name, tr(req, notices[i].words));
        return notices[i].name;
    }
    return NULL;
}

static enum MHD_Result get_step1(struct request *req)
{
    struct html h = {0};
    char self[40] = "/";
    const char *notice = put_notice(req, NULL);

    if (notice)
        snprintf(self, sizeof self, "/?notice=%s", notice);
    page_open(req, &h, &(struct page){.title = T_STEP1_TITLE, .self = self});
    page_steps(req, &h, 1);
    html_raw(&h, "<section class=\"card\">\n");
    put_notice(req, &h);
    html(&h, "<p>%s</p>\n<form method=\"post\" action=\"/step2\">\n", tr(req, T_STEP1_LEAD));
    page_csrf(req, &h);
    html(&h, "<label for=\"pin\">%s</label><input id=\"pin\" name=\"pin\" class=\"mono\" required"
             " maxlength=\"40\" placeholder=\"%s\" autocomplete=\"off\""
             " autocapitalize=\"characters\" spellcheck=\"false\" autofocus>\n"
             "<button id=\"next\">%s</button>\n</form>\n",
         tr(req, T_PIN),
         req->portal->options.mode == MODE_P12 ? "XXXXXXXXXXXX" : "XXXX-XXXX-XXXX",
         tr(req, T_NEXT));
    html(&h, "<p class=\"hint\">%s <a href=\"%s/?lang=%s\">%s</a></p>\n</section>\n",
         tr(req, T_NO_PIN), req->portal->origin[SITE_PORTAL], language_code(req->language),
         tr(req, T_TO_PORTAL));
    page_close(req, &h);
    return reply_html(req, MHD_HTTP_OK, &h);
}

/* The session and its application, or NULL. The caller checks the application's state. */
static const struct account *visitor(struct request *req, struct session *session,
                                     struct application *app)
{
    struct store *store = req->portal->store;
    time_t now = time(NULL);

    if (!application_advance(store, now, req->portal->options.pin_lifetime) || !req->token[0] ||
        !session_load(store, req->token, now, session) || session->application == 0 ||
        !application_by_id(store, session->application, app))
        return NULL;
    return account_find(session->user);
}

static enum MHD_Result get_step2(struct request *req)
{
    struct session session;
    struct application app;
    const struct account *account = visitor(req, &session, &app);

    if (account && app.state == APP_ISSUED)
        return back_to_step1(req, "used");
    if (!account || app.state != APP_READY)
        return back_to_step1(req, "expired");
    return step2_page(req, account);
}

static enum MHD_Result pin_good(struct request *req, const struct application *app)
{
    struct store *store = req->portal->store;
    const struct account *account = account_find(app->user);

    if (app->state == APP_ISSUED) {
        log_event("second-try user=%s", app->user);
        return back_to_step1(req, "used");
    }
    if (!account || app->state != APP_READY)
        return back_to_step1(req, "expired");
    if (req->token[0])
        session_end(store, req->token);
    if (!request_new_token(req) || !session_start(store, req->token, app->user, app->id,
                                                  time(NULL) + SESSION_SECONDS))
        return reply_failure(req);
    log_event("step2 user=%s", app->user);
    return step2_page(req, account);
}

/* No CSRF token: the PIN itself is the permission, and comes from another host. */
static enum MHD_Result post_step2(struct request *req)
{
    struct application app;
    struct store *store = req->portal->store;
    time_t now = time(NULL);

    if (!store_attempts_left(store, "pin", req->address, now))
        return back_to_step1(req, "locked");
    if (!application_advance(store, now, req->portal->options.pin_lifetime))
        return reply_failure(req);
    if (application_by_pin(store, request_field(req, "pin"), &app))
        return pin_good(req, &app);
    store_attempt_add(store, "pin", req->address, now);
    log_event("wrong-pin from=%s", req->address);
    return back_to_step1(req, "wrong");
}

static enum MHD_Result refuse(struct request *req, const char *user, const char *reason,
                              const char *notice)
{
    session_drop_challenge(req->portal->store, req->token);
    log_event("refused user=%s reason=%s", user, reason);
    return back_to_step1(req, notice);
}

/* For tests of what a browser does about it: a certificate for somebody else's key. */
static EVP_PKEY *other_key(const EVP_PKEY *key)
{
    return EVP_PKEY_is_a(key, "RSA") ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256");
}

static X509 *certify(const struct portal *portal, const struct application *app,
                     const struct account *account, EVP_PKEY *key)
{
    EVP_PKEY *other = portal->options.wrong_key ? other_key(key) : NULL;
    X509 *certificate =
        ca_issue(&portal->ca, account->cn, account->email, other ? other : key,
                 validity_of(&portal->options, app->renews[0] != '\0', time(NULL)));

    EVP_PKEY_free(other);
    return certificate;
}

struct issue {
    const struct application *app;
    const struct account *account;
    EVP_PKEY *key;
    X509 *certificate;
};

/* The user's name goes between the two parts. The Japanese name is 電子証明書.p12. */
static const char *disposition(enum p12_name name, const char *user, char *line, size_t size)
{
    static const char *const around[][2] = {
        [NAME_ATTACHMENT] = {"attachment; filename=\"", ".p12\""},
        [NAME_JAPANESE] = {"attachment; filename=\"", ".p12\"; filename*=UTF-8''"
                           "%E9%9B%BB%E5%AD%90%E8%A8%BC%E6%98%8E%E6%9B%B8.p12"},
        [NAME_INLINE] = {"inline; filename=\"", ".p12\""},
        [NAME_BARE] = {"filename=\"", ".p12\""},
    };

    if (name == NAME_NONE)
        return NULL;
    snprintf(line, size, "%s%s%s", around[name][0], user, around[name][1]);
    return line;
}

static enum MHD_Result send_classic(struct request *req, const struct issue *issue)
{
    unsigned char *data = NULL;
    const struct portal *portal = req->portal;
    int length = certificate_encode(issue->certificate, portal->ca.issuer, portal->options.answer,
                                    &data);

    if (length < 0)
        return reply_failure(req);
    enum MHD_Result result =
        reply_answer(req, &(struct answer){.type = "application/x-x509-user-cert",
                                           .data = data,
                                           .length = (size_t)length,
                                           .stall = (size_t)portal->options.stall_answer});
    OPENSSL_free(data);
    return result;
}

static enum MHD_Result send_p12(struct request *req, const struct issue *issue)
{
    char line[160];
    unsigned char *data = NULL;
    const struct options *options = &req->portal->options;
    const struct p12_content content = {issue->key, issue->certificate, req->portal->ca.issuer,
                                        account_name(req, issue->account), issue->app->pin};
    int length = p12_encode(&content, options->p12.kind, &data);

    if (length < 0)
        return reply_failure(req);
    enum MHD_Result result = reply_answer(
        req, &(struct answer){
                 .type = options->p12.type,
                 .disposition = disposition(options->p12.name, issue->app->user, line, sizeof line),
                 .data = data,
                 .length = (size_t)length,
                 .stall = (size_t)options->stall_answer,
                 .chunked = options->p12.chunked,
             });
    OPENSSL_free(data);
    return result;
}

/* Many may have come this far with one PIN; the store decides who gets it. */
static enum MHD_Result hand_out(struct request *req, const struct issue *issue)
{
    struct certificate_info info;
    unsigned char *der = NULL;
    int length = i2d_X509(issue->certificate, &der);

    if (length < 0 || !certificate_describe(issue->certificate, &info)) {
        OPENSSL_free(der);
        return reply_failure(req);
    }
    enum issue_result result = application_issue(req->portal->store, issue->app, time(NULL),
                                                 info.serial, der, length);
    OPENSSL_free(der);
    if (result == ISSUE_FAILED)
        return reply_failure(req);
    if (result == ISSUE_TOO_LATE) {
        log_event("second-try user=%s", issue->app->user);
        return back_to_step1(req, "used");
    }
    log_event("issued user=%s serial=%s sha256=%s", issue->app->user, info.serial, info.sha256);
    return req->portal->options.mode == MODE_P12 ? send_p12(req, issue) : send_classic(req, issue);
}

static enum MHD_Result certified(struct request *req, const struct application *app,
                                 const struct account *account, EVP_PKEY *key)
{
    struct issue issue = {app, account, key, certify(req->portal, app, account, key)};
    enum MHD_Result result = issue.certificate ? hand_out(req, &issue) : reply_failure(req);

    X509_free(issue.certificate);
    return result;
}

static enum MHD_Result examine(struct request *req, const struct session *session,
                               const struct application *app, const struct account *account)
{
    const char *reason = NULL;
    const char *spkac = request_field(req, "spkac");

    if (!*spkac)
        return refuse(req, app->user, "no-spkac", "nokey");
    EVP_PKEY *key = spkac_check(spkac, session->challenge, &reason);
    if (!key)
        return refuse(req, app->user, reason, "refused");
    /* A renewal is for the same person, but needs a new key. */
    enum MHD_Result result = app->renews[0] && issued_for_key(req->portal->store, app->renews, key)
                                 ? refuse(req, app->user, "old-key", "refused")
                                 : certified(req, app, account, key);
    EVP_PKEY_free(key);
    return result;
}

static enum MHD_Result make_key(struct request *req, const struct application *app,
                                const struct account *account)
{
    EVP_PKEY *key = p12_key(request_field(req, "key"));

    if (!key)
        return reply_message(req, MHD_HTTP_BAD_REQUEST, "error", T_FORGED_TITLE, T_BAD_FORM);
    enum MHD_Result result = certified(req, app, account, key);
    EVP_PKEY_free(key);
    return result;
}

static enum MHD_Result post_step3(struct request *req)
{
    bool p12 = req->portal->options.mode == MODE_P12;
    struct session session;
    struct application app;
    const struct account *account = visitor(req, &session, &app);

    if (p12 || *request_field(req, "spkac"))
        log_event("request user=%s", account ? account->user : "-");
    if (!account)
        return back_to_step1(req, "expired");
    if (!request_csrf_good(req))
        return reply_forged(req);
    if (app.state == APP_ISSUED) {
        log_event("second-try user=%s", app.user);
        return back_to_step1(req, "used");
    }
    if (app.state != APP_READY)
        return back_to_step1(req, "expired");
    return p12 ? make_key(req, &app, account) : examine(req, &session, &app, account);
}

/* HEAD comes here as well: only looking must not spend the one download. */
static enum MHD_Result get_step3(struct request *req)
{
    const struct options *options = &req->portal->options;

    if (options->mode == MODE_P12 && options->p12.link && strcmp(req->method, "GET") == 0)
        return post_step3(req);
    return reply_message(req, MHD_HTTP_METHOD_NOT_ALLOWED, "error", T_METHOD_TITLE, T_METHOD);
}

struct place {
    struct request *req;
    struct html *h;
};

static void put_issued(void *context, const unsigned char *der, int length)
{
    struct certificate_info info;
    struct place *place = context;

    if (!certificate_describe_der(der, length, &info))
        return;
    html(place->h, "<section class=\"card\">\n<h2>%s</h2>\n", tr(place->req, T_STEP4_ISSUED));
    page_certificate(place->req, place->h, &info);
    html_raw(place->h, "</section>\n");
}

static enum MHD_Result get_step4(struct request *req)
{
    struct html h = {0};
    struct session session;
    struct application app;
    struct place place = {req, &h};

    page_open(req, &h, &(struct page){.title = T_STEP4_TITLE});
    page_steps(req, &h, 4);
    html(&h, "<p class=\"lead\">%s</p>\n", tr(req, T_STEP4_LEAD));
    if (visitor(req, &session, &app) &&
        !application_certificate(req->portal->store, app.id, put_issued, &place))
        h.failed = true;
    html(&h, "<section class=\"card\">\n<h2>%s</h2>\n<ol>\n<li>%s</li>\n<li>%s</li>\n<li>%s</li>\n"
             "</ol>\n</section>\n",
         tr(req, T_STEP4_LOOK), tr(req, T_STEP4_HOW1), tr(req, T_STEP4_HOW2),
         tr(req, T_STEP4_HOW3));
    html(&h, "<section class=\"card\">\n<h2>%s</h2>\n<p>%s</p>\n"
             "<p><a id=\"service\" class=\"button\" href=\"%s/?lang=%s\">%s</a></p>\n</section>\n",
         tr(req, T_STEP4_TRY), tr(req, T_STEP4_TRY_LEAD), req->portal->origin[SITE_SERVICE],
         language_code(req->language), tr(req, T_TO_SERVICE));
    page_close(req, &h);
    return reply_html(req, MHD_HTTP_OK, &h);
}

const struct route download_routes[] = {
    {SITE_DOWNLOAD, "GET", "/", get_step1},
    {SITE_DOWNLOAD, "GET", "/step2", get_step2},
    {SITE_DOWNLOAD, "POST", "/step2", post_step2},
    {SITE_DOWNLOAD, "POST", "/step3", post_step3},
    {SITE_DOWNLOAD, "GET", "/step3", get_step3},
    {SITE_DOWNLOAD, "GET", "/step4", get_step4},
    {0},
};
