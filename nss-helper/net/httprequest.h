/* SPDX-License-Identifier: MPL-2.0 */
/* What is asked of a server over http (http.h), and the limits of that. */
#ifndef NH_NET_HTTPREQUEST_H
#define NH_NET_HTTPREQUEST_H

#include "net/httpbody.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_buf;
struct nh_httpkey;
struct nh_trust;

#define NH_HTTP_LIMIT ((size_t)1 << 20)
#define NH_HTTP_SECONDS 60
#define NH_HTTP_CONNECT_SECONDS 15
#define NH_HTTP_SLOW 1024 /* bytes in a second */

struct nh_http_request {
    const char *url;
    const struct nh_trust *trust;
    const char *type;          /* of the body; NULL: GET */
    const struct nh_buf *body; /* in base64, unless `open` */
    nh_http_body *make;        /* makes the body, of body->length bytes, in TLS 1.2; or NULL */
    void *context;             /* of it */
    bool open;                 /* plain http as well: for responses that are signed themselves */
    bool elsewhere;            /* with `open`: redirections to other hosts are followed, too */
    size_t limit;              /* of the response's body; 0: NH_HTTP_LIMIT */
    const int *file;           /* an open file that takes the body of a 200; NULL: the response */
    int seconds;               /* in all; 0: NH_HTTP_SECONDS */
    int stall;                 /* with less than NH_HTTP_SLOW for so many seconds; 0: in all only */
    const char *user, *password; /* Basic or Digest, if the server wants it; NULL: none */
    struct nh_httpkey *key;      /* for TLS client authentication; NULL: none */
    bool *shown; /* set where the server shows the certificate of the fingerprint; or NULL */
};

/* Of the response's body, in bytes: a whole number of KiB. */
size_t nh_httprequest_limit(const struct nh_http_request *request);

/* In all, in seconds. */
long nh_httprequest_seconds(const struct nh_http_request *request);

/* Whom nobody can check gets nothing of a secret, and no key. */
bool nh_httprequest_is_allowed(const struct nh_http_request *request);

#endif
