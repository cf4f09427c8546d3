/* SPDX-License-Identifier: MPL-2.0 */
#include "application.h"
#include "issued.h"
#include "log.h"
#include "page.h"
#include "sites.h"
#include "visitor.h"

#include <stdio.h>
#include <string.h>

#define SESSION_SECONDS (8 * 3600)

static enum MHD_Result login_page(struct request *req, unsigned int status, const char *user,
                                  const char *error)
{
    struct html h = {0};

    page_open(req, &h, &(struct page){.title = T_LOGIN_TITLE, .self = "/"});
    html(&h, "<p class=\"lead\">%s</p>\n<section class=\"card narrow\">\n", tr(req, T_LOGIN_LEAD));
    if (error)
        html(&h, "<p id=\"error\" class=\"notice bad\" role=\"alert\">%s</p>\n", error);
    html_raw(&h, "<form method=\"post\" action=\"/login\">\n");
    page_csrf(req, &h);
    html(&h, "<label for=\"user\">%s</label><input id=\"user\" name=\"user\" value=\"%s\" required"
             " autofocus autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\">\n",
         tr(req, T_USER), user);
    html(&h, "<label for=\"password\">%s</label><input id=\"password\" name=\"password\""
             " type=\"password\" required autocomplete=\"current-password\">\n"
             "<button id=\"login\">%s</button>\n</form>\n",
         tr(req, T_PASSWORD), tr(req, T_LOGIN));
    html_raw(&h, "<p class=\"hint\">");
    html_words(&h, tr(req, T_LOGIN_DEMO), "taro / taro-pass");
    html_raw(&h, "</p>\n</section>\n");
    page_close(req, &h);
    return reply_html(req, status, &h);
}

static enum MHD_Result get_start(struct request *req)
{
    return visitor(req) ? reply_redirect(req, "/home") : login_page(req, MHD_HTTP_OK, "", NULL);
}

static enum MHD_Result let_in(struct request *req, const struct account *account)
{
    if (req->token[0])
        session_end(req->portal->store, req->token);
    if (!request_new_token(req) || !session_start(req->portal->store, req->token, account->user, 0,
                                                  time(NULL) + SESSION_SECONDS))
        return reply_failure(req);
    log_event("login user=%s", account->user);
    return reply_redirect(req, "/home");
}

static enum MHD_Result post_login(struct request *req)
{
    char who[USER_SIZE + ADDRESS_MAX], quoted[80];
    const char *user = request_field(req, "user");
    struct store *store = req->portal->store;

    if (!request_csrf_good(req))
        return reply_forged(req);
    snprintf(who, sizeof who, "%.*s %s", USER_SIZE - 1, user, req->address);
    if (!store_attempts_left(store, "login", who, time(NULL)))
        return login_page(req, MHD_HTTP_TOO_MANY_REQUESTS, user, tr(req, T_TOO_MANY));
    const struct account *account = account_check(user, request_field(req, "password"));
    if (account)
        return let_in(req, account);
    store_attempt_add(store, "login", who, time(NULL));
    log_event("login-failed user=%s", log_quote(user, quoted, sizeof quoted));
    return login_page(req, MHD_HTTP_FORBIDDEN, user, tr(req, T_WRONG_PASSWORD));
}

static enum MHD_Result post_logout(struct request *req)
{
    if (!request_csrf_good(req))
        return reply_forged(req);
    session_end(req->portal->store, req->token);
    request_new_token(req);
    return reply_redirect(req, "/");
}

static void put_issue_form(struct request *req, struct html *h, const char *id, enum text_id words)
{
    html_raw(h, "<form method=\"post\" action=\"/issue\">");
    page_csrf(req, h);
    html(h, "<button id=\"%s\">%s</button></form>\n", id, tr(req, words));
}

static void put_none(struct request *req, struct html *h, const struct application *app)
{
    html(h, "<p>%s</p>\n", tr(req, app->state == APP_EXPIRED ? T_EXPIRED_LEAD : T_NONE_LEAD));
    put_issue_form(req, h, "issue", T_ISSUE);
}

static void put_preparing(struct request *req, struct html *h, const struct application *app)
{
    char number[16];
    int total = (int)(app->ready_at - app->created);
    int left = (int)(app->ready_at - time(NULL));

    left = left < 1 ? 1 : left;
    bool minutes = left > 120;
    snprintf(number, sizeof number, "%d", minutes ? (left + 59) / 60 : left);
    html(h, "<p>%s</p>\n", tr(req, T_PREPARING_LEAD));
    html(h, "<progress max=\"%d\" value=\"%d\"></progress>\n", total + 1,
         total + 1 - left);
    html_raw(h, "<p id=\"status\" role=\"status\">");
    html_words(h, tr(req, minutes ? T_MINUTES_LEFT : T_SECONDS_LEFT), number);
    html_raw(h, "</p>\n");
}

/* As the file's password it is shown just as it has to be typed. */
static void put_pin(struct request *req, struct html *h, const struct application *app)
{
    char shown[PIN_SIZE + 2];

    snprintf(shown, sizeof shown, "%.4s-%.4s-%.4s", app->pin, app->pin + 4, app->pin + 8);
    html(h, "<div class=\"pin\"><span>%s</span><output id=\"pin\">%s</output></div>\n",
         tr(req, T_PIN), req->portal->options.mode == MODE_P12 ? app->pin : shown);
}

static void put_password_note(struct request *req, struct html *h)
{
    if (req->portal->options.mode == MODE_P12)
        html(h, "<p id=\"password-note\" class=\"notice\">%s</p>\n", tr(req, T_P12_PASSWORD));
}

static void put_pin_note(struct request *req, struct html *h, const struct application *app)
{
    char until[64];

    html_raw(h, "<p class=\"hint\">");
    html_words(h, tr(req, T_PIN_NOTE),
               text_time(req->language, app->pin_expires, until, sizeof until));
    html_raw(h, "</p>\n");
}

static void put_ready(struct request *req, struct html *h, const struct application *app)
{
    const char *origin = req->portal->origin[SITE_DOWNLOAD];
    const char *language = language_code(req->language);

    html(h, "<p>%s</p>\n",
         tr(req, req->portal->options.mode == MODE_P12 ? T_P12_READY_LEAD : T_READY_LEAD));
    put_pin(req, h, app);
    put_pin_note(req, h, app);
    put_password_note(req, h);
    html(h, "<form method=\"post\" action=\"%s/step2\">"
            "<input type=\"hidden\" name=\"pin\" value=\"%s\">"
            "<input type=\"hidden\" name=\"lang\" value=\"%s\">"
            "<button id=\"download\">%s</button></form>\n",
         origin, app->pin, language, tr(req, T_DOWNLOAD));
    html(h, "<p class=\"hint\"><a id=\"by-hand\" href=\"%s/?lang=%s\">%s</a></p>\n", origin,
         language, tr(req, T_TO_STEP1));
}

/* Only the newest; those before it are in the list. */
static void put_newest(struct request *req, struct html *h, const struct application *app)
{
    struct issued list[ISSUED_MAX];

    if (issued_list(req->portal->store, app->user, time(NULL), list) < 1) {
        h->failed = true;
        return;
    }
    page_certificate(req, h, &list[0].info);
    html(h, "<p><a id=\"list\" href=\"/certificates\">%s</a></p>\n", tr(req, T_TO_LIST));
    put_issue_form(req, h, "again", T_AGAIN);
}

static void put_issued(struct request *req, struct html *h, const struct application *app)
{
    html(h, "<p>%s</p>\n<p><a id=\"check\" class=\"button\" href=\"%s/step4?lang=%s\">%s</a></p>\n",
         tr(req, T_ISSUED_LEAD), req->portal->origin[SITE_DOWNLOAD], language_code(req->language),
         tr(req, T_ISSUED_CHECK));
    if (req->portal->options.mode == MODE_P12) {
        put_pin(req, h, app);
        put_password_note(req, h);
    }
    put_newest(req, h, app);
}

static void put_revoked(struct request *req, struct html *h, const struct application *app)
{
    html(h, "<p>%s</p>\n", tr(req, T_REVOKED_LEAD));
    put_newest(req, h, app);
}

static enum MHD_Result home_page(struct request *req, const struct account *account,
                                 const struct application *app)
{
    static const struct {
        const char *name;
        enum text_id badge;
        void (*put)(struct request *req, struct html *h, const struct application *app);
    } states[] = {
        [APP_NONE] = {"none", T_STATE_NONE, put_none},
        [APP_PREPARING] = {"preparing", T_STATE_PREPARING, put_preparing},
        [APP_READY] = {"ready", T_STATE_READY, put_ready},
        [APP_ISSUED] = {"issued", T_STATE_ISSUED, put_issued},
        [APP_EXPIRED] = {"none", T_STATE_NONE, put_none},
        [APP_REVOKED] = {"revoked", T_CERT_REVOKED, put_revoked},
    };
    struct html h = {0};
    int refresh = app->state != APP_PREPARING ? 0 : app->ready_at - time(NULL) > 60 ? 10 : 2;

    page_open(req, &h, &(struct page){.title = T_HOME_TITLE, .self = "/home", .account = account,
                                      .refresh = refresh});
    html(&h, "<section class=\"card\" id=\"state\" data-state=\"%s\">\n"
             "<div class=\"person\"><div><b>%s</b><span>%s</span></div>"
             "<span class=\"badge\">%s</span></div>\n",
         states[app->state].name, account_name(req, account), account->email,
         tr(req, states[app->state].badge));
    states[app->state].put(req, &h, app);
    html_raw(&h, "</section>\n");
    page_close(req, &h);
    return reply_html(req, MHD_HTTP_OK, &h);
}

/* Whether the certificate that an application brought was revoked since. */
static bool was_revoked(struct store *store, const struct application *app)
{
    struct issued list[ISSUED_MAX];

    return app->state == APP_ISSUED && issued_list(store, app->user, time(NULL), list) > 0 &&
           list[0].state == ISSUED_REVOKED;
}

static enum MHD_Result get_home(struct request *req)
{
    struct application app;
    struct store *store = req->portal->store;
    const struct account *account = visitor(req);

    if (!account)
        return reply_redirect(req, "/");
    if (!application_advance(store, time(NULL), req->portal->options.pin_lifetime) ||
        !application_latest(store, account->user, &app))
        return reply_failure(req);
    if (was_revoked(store, &app))
        app.state = APP_REVOKED;
    return home_page(req, account, &app);
}

static enum MHD_Result post_issue(struct request *req)
{
    const struct account *account = visitor(req);

    if (!account)
        return reply_redirect(req, "/");
    if (!request_csrf_good(req))
        return reply_forged(req);
    if (!application_start(req->portal->store, account->user, NULL, time(NULL),
                           req->portal->options.prepare))
        return reply_failure(req);
    return reply_redirect(req, "/home");
}

const struct route portal_routes[] = {
    {SITE_PORTAL, "GET", "/", get_start},
    {SITE_PORTAL, "POST", "/login", post_login},
    {SITE_PORTAL, "POST", "/logout", post_logout},
    {SITE_PORTAL, "GET", "/home", get_home},
    {SITE_PORTAL, "POST", "/issue", post_issue},
    {0},
};
