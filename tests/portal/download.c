/* SPDX-License-Identifier: MPL-2.0 */
#include "application.h"
#include "log.h"
#include "page.h"
#include "sites.h"
#include "spkac.h"

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

/* Only names of the list get into the page and into its language switch. */
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
             " maxlength=\"40\" placeholder=\"XXXX-XXXX-XXXX\" autocomplete=\"off\""
             " autocapitalize=\"characters\" spellcheck=\"false\" autofocus>\n"
             "<button id=\"next\">%s</button>\n</form>\n",
         tr(req, T_PIN), tr(req, T_NEXT));
    html(&h, "<p class=\"hint\">%s <a href=\"%s/?lang=%s\">%s</a></p>\n</section>\n",
         tr(req, T_NO_PIN), req->portal->origin[SITE_PORTAL], language_code(req->language),
         tr(req, T_TO_PORTAL));
    page_close(req, &h);
    return reply_html(req, MHD_HTTP_OK, &h);
}

static void put_applicant(struct request *req, struct html *h, const struct account *account)
{
    html(h, "<dl class=\"facts\"><dt>%s</dt><dd>%s</dd><dt>%s</dt><dd>%s</dd>"
            "<dt>%s</dt><dd>%s</dd></dl>\n",
         tr(req, T_SUBJECT), account_name(req, account), tr(req, T_EMAIL), account->email,
         tr(req, T_VALIDITY), tr(req, T_VALID_25));
}

static enum MHD_Result step2_page(struct request *req, const struct account *account)
{
    struct html h = {0};
    char challenge[CHALLENGE_SIZE];

    if (!session_challenge(req->portal->store, req->token, challenge))
        return reply_failure(req);
    page_open(req, &h, &(struct page){.title = T_STEP2_TITLE, .self = "/step2"});
    page_steps(req, &h, 2);
    html(&h, "<section class=\"card\">\n<p>%s</p>\n", tr(req, T_STEP2_LEAD));
    put_applicant(req, &h, account);
    html_raw(&h, "<form id=\"keygen\" method=\"post\" action=\"/step3\">\n");
    page_csrf(req, &h);
    html(&h, "<div class=\"field\"><label>%s <keygen name=\"spkac\" challenge=\"%s\"></label>\n"
             "<p class=\"no-keygen notice\">%s</p></div>\n"
             "<button id=\"get\">%s</button>\n</form>\n<p class=\"hint\">%s</p>\n",
         tr(req, T_STRENGTH), challenge, tr(req, T_NO_KEYGEN), tr(req, T_GET), tr(req, T_ONCE));
    html(&h, "<p class=\"onward\"><a id=\"check\" href=\"/step4\">%s</a></p>\n</section>\n",
         tr(req, T_TO_STEP4));
    page_close(req, &h);
    return reply_html(req, MHD_HTTP_OK, &h);
}

/* The session and what it is for, or NULL. Its state is looked at by the caller. */
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

static X509 *certify(const struct portal *portal, const struct account *account, EVP_PKEY *key)
{
    EVP_PKEY *other = portal->options.wrong_key ? other_key(key) : NULL;
    X509 *certificate = ca_issue(&portal->ca, account->cn, account->email, other ? other : key);

    EVP_PKEY_free(other);
    return certificate;
}

static enum MHD_Result hand_out(struct request *req, X509 *certificate,
                                const struct certificate_info *info, const char *user)
{
    unsigned char *answer = NULL;
    const struct portal *portal = req->portal;
    int length = certificate_encode(certificate, portal->ca.issuer, portal->options.answer,
                                    &answer);

    if (length < 0)
        return reply_failure(req);
    log_event("issued user=%s serial=%s sha256=%s", user, info->serial, info->sha256);
    static const char type[] = "application/x-x509-user-cert";
    size_t part = (size_t)portal->options.stall_answer;
    enum MHD_Result result =
        part ? reply_stalled(req, MHD_HTTP_OK, type, answer, (size_t)length, part)
             : reply_bytes(req, MHD_HTTP_OK, type, answer, (size_t)length);
    OPENSSL_free(answer);
    return result;
}

/* Many may have come this far with one PIN; the store decides who gets it. */
static enum MHD_Result issue(struct request *req, const struct application *app, X509 *certificate)
{
    struct certificate_info info;
    unsigned char *der = NULL;
    int length = i2d_X509(certificate, &der);

    if (length < 0 || !certificate_describe(certificate, &info)) {
        OPENSSL_free(der);
        return reply_failure(req);
    }
    enum issue_result result = application_issue(req->portal->store, app, time(NULL), info.serial,
                                                 der, length);
    OPENSSL_free(der);
    if (result == ISSUE_DONE)
        return hand_out(req, certificate, &info, app->user);
    if (result == ISSUE_FAILED)
        return reply_failure(req);
    log_event("second-try user=%s", app->user);
    return back_to_step1(req, "used");
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
    X509 *certificate = certify(req->portal, account, key);
    EVP_PKEY_free(key);
    if (!certificate)
        return reply_failure(req);
    enum MHD_Result result = issue(req, app, certificate);
    X509_free(certificate);
    return result;
}

static enum MHD_Result post_step3(struct request *req)
{
    struct session session;
    struct application app;
    const struct account *account = visitor(req, &session, &app);

    if (*request_field(req, "spkac"))
        log_event("request user=%s", account ? account->user : "-");
    if (!account)
        return back_to_step1(req, "expired");
    if (!request_csrf_good(req))
        return reply_message(req, MHD_HTTP_FORBIDDEN, "error", T_FORGED_TITLE, T_FORGED);
    if (app.state == APP_ISSUED) {
        log_event("second-try user=%s", app.user);
        return back_to_step1(req, "used");
    }
    if (app.state != APP_READY)
        return back_to_step1(req, "expired");
    return examine(req, &session, &app, account);
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
    {SITE_DOWNLOAD, "GET", "/step4", get_step4},
    {0},
};
