/* SPDX-License-Identifier: MPL-2.0 */
/* The years after: the list of a person's certificates, renewing and revoking them. */
#include "application.h"
#include "issued.h"
#include "log.h"
#include "page.h"
#include "sites.h"
#include "visitor.h"

#include <stdio.h>

static const struct {
    const char *name;
    enum text_id badge;
} states[] = {
    [ISSUED_GOOD] = {"good", T_CERT_GOOD},
    [ISSUED_SOON] = {"soon", T_CERT_SOON},
    [ISSUED_RENEWED] = {"renewed", T_CERT_RENEWED},
    [ISSUED_EXPIRED] = {"expired", T_CERT_EXPIRED},
    [ISSUED_REVOKING] = {"revoking", T_CERT_REVOKING},
    [ISSUED_REVOKED] = {"revoked", T_CERT_REVOKED},
};

static void put_sentence(struct request *req, struct html *h, enum text_id words, time_t when)
{
    char text[64];

    html_raw(h, "<p class=\"hint\">");
    html_words(h, tr(req, words), text_time(req->language, when, text, sizeof text));
    html_raw(h, "</p>\n");
}

static void put_serial_form(struct request *req, struct html *h, const char *action,
                            const struct issued *one)
{
    html(h, "<form method=\"post\" action=\"%s\">", action);
    page_csrf(req, h);
    html(h, "<input type=\"hidden\" name=\"serial\" value=\"%s\">\n", one->info.serial);
}

static void put_revocation(struct request *req, struct html *h, const struct issued *one)
{
    if (one->state == ISSUED_REVOKING)
        html(h, "<p class=\"hint\">%s</p>\n", tr(req, T_REVOKING_LEAD));
    else if (one->state == ISSUED_REVOKED)
        put_sentence(req, h, T_REVOKED_AT, one->revocation.due);
    html(h, "<p class=\"hint\" data-reason=\"%s\">%s: %s (%s)</p>\n", one->revocation.reason->name,
         tr(req, T_REASON), tr(req, one->revocation.reason->words), one->revocation.reason->name);
}

/* What can be done with it today. */
static void put_choices(struct request *req, struct html *h, const struct issued *one)
{
    if (one->state == ISSUED_GOOD)
        put_sentence(req, h, T_RENEW_FROM, one->renew_from);
    html_raw(h, "<div class=\"choices\">\n");
    if (one->state == ISSUED_SOON) {
        put_serial_form(req, h, "/renew", one);
        html(h, "<button class=\"renew\">%s</button></form>\n", tr(req, T_RENEW));
    }
    html(h, "<a class=\"button quiet revoke\" href=\"/revoke?serial=%s\">%s</a>\n</div>\n",
         one->info.serial, tr(req, T_REVOKE));
}

static void put_certificate(struct request *req, struct html *h, const struct issued *one)
{
    html(h, "<section class=\"card certificate\" data-serial=\"%s\" data-state=\"%s\">\n"
            "<div class=\"person\"><div><b>%s</b><span>%s</span></div>"
            "<span class=\"badge\">%s</span></div>\n",
         one->info.serial, states[one->state].name, one->info.cn, one->info.email,
         tr(req, states[one->state].badge));
    page_numbers(req, h, &one->info);
    if (one->revocation.due)
        put_revocation(req, h, one);
    if (issued_revocable(one))
        put_choices(req, h, one);
    html_raw(h, "</section>\n");
}

static bool one_is(const struct issued *list, int count, enum issued_state state)
{
    for (int i = 0; i < count; i++)
        if (list[i].state == state)
            return true;
    return false;
}

static enum MHD_Result get_list(struct request *req)
{
    struct html h = {0};
    struct issued list[ISSUED_MAX];
    const struct account *account = visitor(req);

    if (!account)
        return reply_redirect(req, "/");
    int count = issued_list(req->portal->store, account->user, time(NULL), list);
    page_open(req, &h, &(struct page){.title = T_LIST_TITLE, .account = account,
                                      .refresh = one_is(list, count, ISSUED_REVOKING) ? 2 : 0});
    if (count < 0)
        h.failed = true;
    html(&h, "<p class=\"lead\">%s</p>\n", tr(req, count ? T_LIST_LEAD : T_LIST_EMPTY));
    for (int i = 0; i < count; i++)
        put_certificate(req, &h, &list[i]);
    html(&h, "<p class=\"hint\"><a href=\"/home\">%s</a></p>\n<p class=\"hint\">%s "
             "<a id=\"crl\" href=\"/ca.crl\">%s</a></p>\n",
         tr(req, T_TO_HOME), tr(req, T_CRL_NOTE), tr(req, T_CRL));
    page_close(req, &h);
    return reply_html(req, MHD_HTTP_OK, &h);
}

/* The certificate that a form or a link names, if it is the visitor's own. */
static bool named(struct request *req, const struct account *account, const char *serial,
                  struct issued *one)
{
    return issued_find(req->portal->store, account->user, serial, time(NULL), one);
}

static enum MHD_Result missing(struct request *req)
{
    return reply_message(req, MHD_HTTP_NOT_FOUND, "error", T_NOT_YOURS_TITLE, T_NOT_YOURS);
}

/* Who has sent a form for a certificate of their own. NULL: nobody, and *answered has the reply. */
static const struct account *sender(struct request *req, struct issued *one,
                                    enum MHD_Result *answered)
{
    const struct account *account = visitor(req);

    if (!account)
        *answered = reply_redirect(req, "/");
    else if (!request_csrf_good(req))
        *answered = reply_forged(req);
    else if (!named(req, account, request_field(req, "serial"), one))
        *answered = missing(req);
    else
        return account;
    return NULL;
}

static enum MHD_Result renew_refused(struct request *req, const struct account *account,
                                     const struct issued *one)
{
    char from[64];
    struct html h = {0};
    bool early = one->state == ISSUED_GOOD;

    page_open(req, &h, &(struct page){.title = T_NO_RENEW_TITLE, .self = "/certificates",
                                      .account = account});
    html(&h, "<section class=\"card\">\n<p id=\"%s\" class=\"notice bad\">",
         early ? "too-early" : "not-renewable");
    html_words(&h, tr(req, early ? T_TOO_EARLY : T_NOT_RENEWABLE),
               text_time(req->language, one->renew_from, from, sizeof from));
    html_raw(&h, "</p>\n");
    page_numbers(req, &h, &one->info);
    html(&h, "<p><a href=\"/certificates\">%s</a></p>\n</section>\n", tr(req, T_TO_LIST));
    page_close(req, &h);
    return reply_html(req, MHD_HTTP_FORBIDDEN, &h);
}

static enum MHD_Result post_renew(struct request *req)
{
    struct issued one;
    enum MHD_Result answered = MHD_NO;
    const struct account *account = sender(req, &one, &answered);

    if (!account)
        return answered;
    if (one.state != ISSUED_SOON) {
        log_event("renew-refused user=%s serial=%s state=%s", account->user, one.info.serial,
                  states[one.state].name);
        return renew_refused(req, account, &one);
    }
    if (!application_start(req->portal->store, account->user, one.info.serial, time(NULL),
                           req->portal->options.prepare))
        return reply_failure(req);
    return reply_redirect(req, "/home");
}

static void put_reasons(struct request *req, struct html *h)
{
    html(h, "<label for=\"reason\">%s</label>\n<select id=\"reason\" name=\"reason\" required>\n"
            "<option value=\"\">%s</option>\n",
         tr(req, T_REASON), tr(req, T_REASON_CHOOSE));
    for (const struct reason *reason = reasons; reason->name; reason++)
        html(h, "<option value=\"%s\">%s (%s)</option>\n", reason->name, tr(req, reason->words),
             reason->name);
    html_raw(h, "</select>\n");
}

static enum MHD_Result revoke_page(struct request *req, const struct account *account,
                                   const struct issued *one)
{
    char self[SERIAL_SIZE + 24];
    struct html h = {0};

    snprintf(self, sizeof self, "/revoke?serial=%s", one->info.serial);
    page_open(req, &h, &(struct page){.title = T_REVOKE_TITLE, .self = self, .account = account});
    html(&h, "<section class=\"card\" id=\"revocation\">\n<p>%s</p>\n", tr(req, T_REVOKE_LEAD));
    page_numbers(req, &h, &one->info);
    html(&h, "<p class=\"notice bad\">%s</p>\n", tr(req, T_REVOKE_WARNING));
    put_serial_form(req, &h, "/revoke", one);
    put_reasons(req, &h);
    html(&h, "<div class=\"choices\">\n<button id=\"revoke\">%s</button>\n"
             "<a class=\"button quiet\" href=\"/certificates\">%s</a>\n</div>\n</form>\n</section>\n",
         tr(req, T_REVOKE), tr(req, T_NOT_NOW));
    page_close(req, &h);
    return reply_html(req, MHD_HTTP_OK, &h);
}

static enum MHD_Result get_revoke(struct request *req)
{
    struct issued one;
    const struct account *account = visitor(req);

    if (!account)
        return reply_redirect(req, "/");
    if (!named(req, account, request_query(req, "serial"), &one))
        return missing(req);
    return issued_revocable(&one) ? revoke_page(req, account, &one)
                                  : reply_redirect(req, "/certificates");
}

static enum MHD_Result post_revoke(struct request *req)
{
    struct issued one;
    enum MHD_Result answered = MHD_NO;
    const struct account *account = sender(req, &one, &answered);
    const struct reason *reason = reason_named(request_field(req, "reason"));

    if (!account)
        return answered;
    if (!reason)
        return reply_message(req, MHD_HTTP_BAD_REQUEST, "error", T_FORGED_TITLE, T_BAD_FORM);
    if (issued_revocable(&one)) {
        if (!revocation_ask(req->portal->store, one.info.serial, reason, time(NULL),
                            req->portal->options.revoke))
            return reply_failure(req);
        log_event("revoke user=%s serial=%s reason=%s", account->user, one.info.serial,
                  reason->name);
    }
    return reply_redirect(req, "/certificates");
}

const struct route history_routes[] = {
    {SITE_PORTAL, "GET", "/certificates", get_list},
    {SITE_PORTAL, "POST", "/renew", post_renew},
    {SITE_PORTAL, "GET", "/revoke", get_revoke},
    {SITE_PORTAL, "POST", "/revoke", post_revoke},
    {0},
};
