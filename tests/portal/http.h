/* SPDX-License-Identifier: MPL-2.0 */
/* One request and its reply. */
#ifndef PORTAL_HTTP_H
#define PORTAL_HTTP_H

#include "html.h"
#include "portal.h"
#include "session.h"
#include "text.h"

#include <microhttpd.h>

/* __Host-: the browser accepts it over TLS only, and for exactly this host. */
#define SESSION_COOKIE "__Host-session"
#define BODY_MAX 32768      /* of a form */
#define BODY_DRAIN 1048576  /* read to its end, so that the refusal arrives */
#define FIELDS_MAX 8

struct field {
    char name[16];
    char *value;
    size_t length;
};

struct request {
    struct portal *portal;
    struct MHD_Connection *connection;
    enum site site;
    const char *method, *path;
    char address[ADDRESS_MAX]; /* of the client */
    enum language language;
    bool language_chosen;  /* by ?lang=: to be remembered */
    char token[TOKEN_SIZE]; /* of the session cookie, or "" */
    bool token_new;        /* to be sent */
    struct MHD_PostProcessor *post;
    struct field fields[FIELDS_MAX];
    int field_count;
    char *raw;   /* a body that is no form, with a NUL; else NULL */
    size_t body; /* its length */
    bool bad_body, large_body;
};

struct route {
    enum site site;
    const char *method, *path;
    enum MHD_Result (*handle)(struct request *req);
};

struct request *request_new(struct portal *portal, struct MHD_Connection *connection,
                            const char *method, const char *path);
void request_free(struct request *req);

/* Takes a part of the body, a form's or another's; over BODY_MAX nothing of it is kept.
 * False: over BODY_DRAIN. */
bool request_feed(struct request *req, const char *data, size_t length);

/* When the body is there: language and session. */
void request_ready(struct request *req);

const char *request_field(const struct request *req, const char *name); /* never NULL */
const char *request_query(const struct request *req, const char *name); /* never NULL */
const char *request_header(const struct request *req, const char *name); /* or NULL */

/* The words in the request's language. */
const char *tr(const struct request *req, enum text_id id);

/* A CSRF token goes with the session's cookie, which is made if there is none. */
const char *request_csrf(struct request *req, char token[TOKEN_SIZE]);
bool request_csrf_good(struct request *req);

/* Replies. reply_html frees the page. */
enum MHD_Result reply_html(struct request *req, unsigned int status, struct html *page);
enum MHD_Result reply_redirect(struct request *req, const char *location);
enum MHD_Result reply_bytes(struct request *req, unsigned int status, const char *type,
                            const void *data, size_t length);

/* A file for the person, in the shape that the tests want. */
struct answer {
    const char *type, *disposition; /* headers; the second may be NULL */
    const void *data;
    size_t length;
    size_t stall; /* the whole portal stops itself after so many bytes, until SIGCONT; 0: never */
    bool chunked;
    size_t padding; /* so many zeros follow */
    bool slow;      /* a byte a second */
};
enum MHD_Result reply_answer(struct request *req, const struct answer *answer);

/* After a log-in the session gets a new token. */
bool request_new_token(struct request *req);

#endif
