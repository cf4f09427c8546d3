/* SPDX-License-Identifier: MPL-2.0 */
/*
 * One request over https, with limits: TLS 1.2 and later, a minute in all, a body of
 * NH_HTTP_LIMIT, and no way to another host. A proxy of the environment is used
 * (https_proxy, no_proxy). Nothing is sent to a server before its certificate was checked.
 */
#ifndef NH_NET_HTTP_H
#define NH_NET_HTTP_H

#include "base/buf.h"
#include "base/site.h"
#include "base/status.h"
#include <stdbool.h>

struct nh_httpkey;
struct nh_trust;

#define NH_HTTP_LIMIT ((size_t)1 << 20)
#define NH_HTTP_SECONDS 60
#define NH_HTTP_CONNECT_SECONDS 15

struct nh_http_request {
    const char *url;
    const struct nh_trust *trust;
    const char *type;            /* of the body; NULL: GET */
    const struct nh_buf *body;   /* in base64, unless `open` */
    bool open;                   /* plain http as well: for responses that are signed themselves */
    size_t limit;                /* of the response's body; 0: NH_HTTP_LIMIT */
    int seconds;                 /* in all; 0: NH_HTTP_SECONDS */
    const char *user, *password; /* Basic or Digest, if the server wants it; NULL: none */
    struct nh_httpkey *key;      /* for TLS client authentication; NULL: none */
    bool *shown; /* set where the server shows the certificate of the fingerprint; or NULL */
};

struct nh_http_response {
    long code;        /* of HTTP */
    char type[80];    /* of the body: "text/plain", lower case, without parameters */
    long retry_after; /* seconds from now, from either form of Retry-After; 0: none */
    struct nh_buf body;
};

void nh_http_response_reset(struct nh_http_response *response);

/* "https://host:port" of an https URL without user, query and fragment, in one form, and
   where its path begins in it. NH_USAGE for another. */
enum nh_status nh_http_site(const char *url, char site[NH_SITE_SIZE], const char **path,
                            struct nh_error *err);

/*
 * Do it. Any code of HTTP is a response, but a redirection to another host: NH_REFUSED.
 * NH_TLS when the server can't be believed or the key was not taken, NH_UNAVAILABLE when
 * it can't be reached or breaks off, NH_TOO_LARGE.
 */
enum nh_status nh_http(const struct nh_http_request *request, struct nh_http_response *out,
                       struct nh_error *err);

/* What a server says of its refusal, fit for a sentence: one line of printable text without
   tags, or "". */
#define NH_HTTP_WORDS_SIZE 161
void nh_http_words(const struct nh_http_response *response, char words[NH_HTTP_WORDS_SIZE]);

#endif
