/* SPDX-License-Identifier: MPL-2.0 */
#include "step2.h"

#include "p12.h"
#include "page.h"

static void put_applicant(struct request *req, struct html *h, const struct account *account)
{
    html(h, "<dl class=\"facts\"><dt>%s</dt><dd>%s</dd><dt>%s</dt><dd>%s</dd>"
            "<dt>%s</dt><dd>%s</dd></dl>\n",
         tr(req, T_SUBJECT), account_name(req, account), tr(req, T_EMAIL), account->email,
         tr(req, T_VALIDITY), tr(req, T_VALID_25));
}

static enum MHD_Result classic_page(struct request *req, const struct account *account)
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

static void put_key_choice(struct request *req, struct html *h)
{
    html(h, "<label for=\"key\">%s</label>\n<select id=\"key\" name=\"key\">\n",
         tr(req, T_STRENGTH));
    for (const struct p12_key_choice *one = p12_key_choices; one->value; one++)
        html(h, "<option value=\"%s\">%s</option>\n", one->value, one->words);
    html_raw(h, "</select>\n");
}

/* A link carries the CSRF token too: another site's link would spend the one download. */
static void put_get(struct request *req, struct html *h)
{
    char token[TOKEN_SIZE];

    if (req->portal->options.p12.link) {
        html(h, "<p><a id=\"get\" class=\"button\" href=\"/step3?csrf=%s\">%s</a></p>\n",
             request_csrf(req, token), tr(req, T_P12_GET));
        return;
    }
    html_raw(h, "<form id=\"p12\" method=\"post\" action=\"/step3\">\n");
    page_csrf(req, h);
    put_key_choice(req, h);
    html(h, "<button id=\"get\">%s</button>\n</form>\n", tr(req, T_P12_GET));
}

static enum MHD_Result p12_page(struct request *req, const struct account *account)
{
    struct html h = {0};

    page_open(req, &h, &(struct page){.title = T_P12_STEP2_TITLE, .self = "/step2"});
    page_steps(req, &h, 2);
    html(&h, "<section class=\"card\">\n<p>%s</p>\n", tr(req, T_P12_STEP2_LEAD));
    put_applicant(req, &h, account);
    html(&h, "<p id=\"password-note\" class=\"notice\">%s</p>\n", tr(req, T_P12_PASSWORD_THERE));
    put_get(req, &h);
    html(&h, "<p class=\"hint\">%s</p>\n</section>\n", tr(req, T_P12_ONCE));
    html(&h, "<section class=\"card\">\n<h2>%s</h2>\n<ol>\n<li>%s</li>\n<li>%s</li>\n"
             "<li>%s</li>\n</ol>\n<p class=\"onward\"><a id=\"check\" href=\"/step4\">%s</a></p>\n"
             "</section>\n",
         tr(req, T_P12_STEP3_TITLE), tr(req, T_STEP4_HOW1), tr(req, T_STEP4_HOW2),
         tr(req, T_P12_HOW3), tr(req, T_P12_TO_STEP4));
    page_close(req, &h);
    return reply_html(req, MHD_HTTP_OK, &h);
}

enum MHD_Result step2_page(struct request *req, const struct account *account)
{
    return req->portal->options.mode == MODE_P12 ? p12_page(req, account)
                                                 : classic_page(req, account);
}
