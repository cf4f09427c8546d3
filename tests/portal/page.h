/* SPDX-License-Identifier: MPL-2.0 */
/* The frame around every page, and the pieces that pages share. */
#ifndef PORTAL_PAGE_H
#define PORTAL_PAGE_H

#include "account.h"
#include "certificate.h"
#include "http.h"

struct page {
    enum text_id title;
    const char *self;              /* path of the language switch; NULL: this one */
    const struct account *account; /* who is logged in, or NULL */
    int refresh;                   /* seconds, 0: none */
};

void page_open(struct request *req, struct html *h, const struct page *page);
void page_close(struct request *req, struct html *h);

/* 【STEP1】 … 【STEP4】, the current one marked. */
void page_steps(struct request *req, struct html *h, int current);

void page_csrf(struct request *req, struct html *h);
const char *account_name(const struct request *req, const struct account *account);

/* A certificate's details as a list. `who`: with name and e-mail. */
void page_certificate(struct request *req, struct html *h, const struct certificate_info *info);

/* Only from when to when, and the serial in decimal and hex. */
void page_numbers(struct request *req, struct html *h, const struct certificate_info *info);

/* A whole page that says one thing. */
enum MHD_Result reply_message(struct request *req, unsigned int status, const char *id,
                              enum text_id title, enum text_id message);
enum MHD_Result reply_forged(struct request *req); /* a form that is not from our page */
enum MHD_Result reply_failure(struct request *req);

/* The style sheet and the crest, on every site. */
extern const struct route asset_routes[];

#endif
