/* SPDX-License-Identifier: MPL-2.0 */
/* A request for http.h, and its limits. */
#ifndef NH_NET_HTTPREQUEST_H
#define NH_NET_HTTPREQUEST_H

#include "net/httpbody.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_buf;
struct nh_httpkey;
struct nh_trust;

#define NH_HTTP_LIMIT ((size_t)1 << 20)         /* bytes of a response */
#define NH_HTTP_HEADERS_MOST ((size_t)64 << 10) /* of it and of redirections */
#define NH_HTTP_SECONDS 60
#define NH_HTTP_CONNECT_SECONDS 15
#define NH_HTTP_SLOW 1024 /* bytes a second */

struct nh_http_request {
    const char *url;
    const struct nh_trust *trust;
    const char *type;            /* of the body; NULL: GET */
    const struct nh_buf *body;   /* sent in base64, unless `open` */
    nh_http_body *make;          /* NULL, or makes a body of body->length bytes with TLS 1.2 */
    void *context;               /* for `make` */
    bool open;                   /* also plain http, for data that is itself signed */
    bool elsewhere;              /* with `open`: follow redirections to other hosts */
    size_t limit;                /* most bytes of the response; 0: NH_HTTP_LIMIT */
    const int *file;             /* open file for the body of a 200; NULL: the response has it */
    int seconds;                 /* most seconds in all; 0: NH_HTTP_SECONDS */
    int stall;                   /* most seconds slower than NH_HTTP_SLOW; 0: no such limit */
    const char *user, *password; /* for Basic or Digest; NULL: none */
    struct nh_httpkey *key;      /* for TLS client authentication; NULL: none */
    bool *shown; /* set if the server shows the certificate of trust->fingerprint; or NULL */
};

/* The limit of the response's body in bytes, a multiple of 1024. */
size_t nh_httprequest_limit(const struct nh_http_request *request);

/* The limit of the whole request in seconds. */
long nh_httprequest_seconds(const struct nh_http_request *request);

/* Whether the request may be sent: a server that is not verified (trust->anybody) gets no password,
   no body and no client certificate. */
bool nh_httprequest_is_allowed(const struct nh_http_request *request);

#endif
