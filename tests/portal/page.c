/* SPDX-License-Identifier: MPL-2.0 */
#include "page.h"

#include <string.h>

static const enum text_id site_names[SITES] = {T_PORTAL_NAME, T_DOWNLOAD_NAME, T_SERVICE_NAME,
                                                T_STATUS_NAME};

const char *account_name(const struct request *req, const struct account *account)
{
    return req->language == LANG_JA ? account->name_ja : account->cn;
}

void page_csrf(struct request *req, struct html *h)
{
    char token[TOKEN_SIZE];

    html(h, "<input type=\"hidden\" name=\"csrf\" value=\"%s\">", request_csrf(req, token));
}

static void put_account(struct request *req, struct html *h, const struct account *account)
{
    html(h, "<span class=\"user\">%s</span>", account_name(req, account));
    html_raw(h, "<form method=\"post\" action=\"/logout\" class=\"logout\">");
    page_csrf(req, h);
    html(h, "<button id=\"logout\" class=\"plain\">%s</button></form>", tr(req, T_LOGOUT));
}

static void put_language(struct request *req, struct html *h, const char *self)
{
    const char *other = req->language == LANG_JA ? "en" : "ja";

    html(h, "<a id=\"lang\" lang=\"%s\" hreflang=\"%s\" href=\"%s%slang=%s\">%s</a>", other, other,
         self, strchr(self, '?') ? "&" : "?", other, tr(req, T_LANGUAGE));
}

static void put_head(struct request *req, struct html *h, const struct page *page)
{
    html(h, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"color-scheme\" content=\"light dark\">\n",
         language_code(req->language));
    if (page->refresh)
        html(h, "<meta http-equiv=\"refresh\" content=\"%d\">\n", page->refresh);
    html(h, "<title>%s - %s</title>\n<link rel=\"stylesheet\" href=\"/style.css\">\n"
            "<link rel=\"icon\" type=\"image/svg+xml\" href=\"/crest.svg\">\n</head>\n",
         tr(req, page->title), tr(req, site_names[req->site]));
}

void page_open(struct request *req, struct html *h, const struct page *page)
{
    put_head(req, h, page);
    html(h, "<body class=\"%s\">\n<header class=\"bar\"><div class=\"inside\">"
            "<a class=\"brand\" href=\"/\"><img src=\"/crest.svg\" alt=\"\" width=\"40\" height=\"40\">"
            "<span><small>%s</small><strong>%s</strong></span></a><div class=\"tools\">",
         req->site == SITE_SERVICE ? "service" : "portal", tr(req, T_UNIVERSITY),
         tr(req, site_names[req->site]));
    if (page->account)
        put_account(req, h, page->account);
    put_language(req, h, page->self ? page->self : req->path);
    html(h, "</div></div></header>\n<main>\n<h1>%s</h1>\n", tr(req, page->title));
}

void page_close(struct request *req, struct html *h)
{
    html(h, "</main>\n<footer><p>%s</p></footer>\n</body>\n</html>\n", tr(req, T_FOOTER));
}

void page_steps(struct request *req, struct html *h, int current)
{
    static const enum text_id names[][4] = {
        [MODE_CLASSIC] = {T_STEP1, T_STEP2, T_STEP3, T_STEP4},
        [MODE_P12] = {T_STEP1, T_P12_STEP2, T_P12_STEP3, T_STEP4},
    };

    html(h, "<ol class=\"steps\" aria-label=\"%s\">\n", tr(req, T_STEPS));
    for (int i = 1; i <= 4; i++) {
        const char *mark = i < current ? " class=\"done\""
                           : i == current ? " class=\"now\" aria-current=\"step\"" : "";
        html_raw(h, "<li");
        html_raw(h, mark);
        html(h, "><b>【STEP%d】</b><span>%s</span></li>\n", i, tr(req, names[req->portal->options.mode][i - 1]));
    }
    html_raw(h, "</ol>\n");
}

/* `id` NULL: none, for what is on a page more than once. */
static void put_name(struct request *req, struct html *h, enum text_id name, const char *kind,
                     const char *id)
{
    html(h, "<dt>%s</dt><dd", tr(req, name));
    if (kind)
        html(h, " class=\"%s\"", kind);
    if (id)
        html(h, " id=\"%s\"", id);
    html_raw(h, ">");
}

static void put_row(struct request *req, struct html *h, enum text_id name, const char *id,
                    const char *value)
{
    put_name(req, h, name, NULL, id);
    html(h, "%s</dd>\n", value);
}

/* Long ones break after a colon, never within a byte. */
static void put_hex_row(struct request *req, struct html *h, enum text_id name, const char *id,
                        const char *hex)
{
    put_name(req, h, name, "mono", id);
    for (; *hex; hex++) {
        char one[2] = {*hex, '\0'};
        html(h, "%s", one);
        if (*hex == ':')
            html_raw(h, "<wbr>");
    }
    html_raw(h, "</dd>\n");
}

void page_numbers(struct request *req, struct html *h, const struct certificate_info *info)
{
    char from[64], to[64];

    html(h, "<dl class=\"facts\">\n<dt>%s</dt><dd>%s %s %s</dd>\n", tr(req, T_VALIDITY),
         text_time(req->language, info->from, from, sizeof from), tr(req, T_TO),
         text_time(req->language, info->to, to, sizeof to));
    put_row(req, h, T_SERIAL_DECIMAL, NULL, info->serial_decimal);
    put_hex_row(req, h, T_SERIAL_HEX, NULL, info->serial_hex);
    html_raw(h, "</dl>\n");
}

void page_certificate(struct request *req, struct html *h, const struct certificate_info *info)
{
    char from[64], to[64];

    html_raw(h, "<dl class=\"facts\">\n");
    put_row(req, h, T_SUBJECT, "subject", info->cn);
    put_row(req, h, T_EMAIL, "email", info->email);
    put_row(req, h, T_ISSUER, "issuer", info->issuer);
    html(h, "<dt>%s</dt><dd><span id=\"not-before\">%s</span> %s <span id=\"not-after\">%s</span>"
            "</dd>\n",
         tr(req, T_VALIDITY), text_time(req->language, info->from, from, sizeof from),
         tr(req, T_TO), text_time(req->language, info->to, to, sizeof to));
    put_row(req, h, T_SERIAL_DECIMAL, "serial-decimal", info->serial_decimal);
    put_hex_row(req, h, T_SERIAL_HEX, "serial-hex", info->serial_hex);
    put_hex_row(req, h, T_FINGERPRINT, "fingerprint", info->fingerprint);
    html_raw(h, "</dl>\n");
}

enum MHD_Result reply_message(struct request *req, unsigned int status, const char *id,
                              enum text_id title, enum text_id message)
{
    struct html h = {0};

    page_open(req, &h, &(struct page){.title = title, .self = "/"});
    html(&h, "<section class=\"card\"><p id=\"%s\">%s</p>\n<p><a href=\"/\">%s</a></p></section>\n",
         id, tr(req, message), tr(req, T_BACK_TO_START));
    page_close(req, &h);
    return reply_html(req, status, &h);
}

enum MHD_Result reply_forged(struct request *req)
{
    return reply_message(req, MHD_HTTP_FORBIDDEN, "error", T_FORGED_TITLE, T_FORGED);
}

enum MHD_Result reply_failure(struct request *req)
{
    return reply_message(req, MHD_HTTP_INTERNAL_SERVER_ERROR, "error", T_FAILURE_TITLE, T_FAILURE);
}
