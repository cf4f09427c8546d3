/* SPDX-License-Identifier: MPL-2.0 */
/* A response of http.h. */
#ifndef NH_NET_HTTPRESPONSE_H
#define NH_NET_HTTPRESPONSE_H

#include "base/buf.h"
#include <stdbool.h>
#include <stddef.h>

enum nh_http_login { NH_HTTP_BASIC = 1, NH_HTTP_DIGEST = 2, NH_HTTP_OTHER = 4 };

struct nh_http_response {
    long code;        /* HTTP status code */
    char type[80];    /* of the body: "text/plain", lower case, without parameters */
    long retry_after; /* seconds from now, from either form of Retry-After; 0: none */
    struct nh_buf body;
    unsigned logins;  /* log-ins of a 401 (WWW-Authenticate), bits of enum nh_http_login */
    char other[24];   /* the name of one for NH_HTTP_OTHER: "Negotiate" */
    bool certificate; /* the server has asked for a client certificate */
};

void nh_http_response_reset(struct nh_http_response *response);

/* Read one header line: fill `logins` and `other`. */
void nh_http_response_header(struct nh_http_response *response, const char *line, size_t length);

/* Fill `type` from a Content-Type; NULL is allowed. */
void nh_http_response_type(struct nh_http_response *response, const char *type);

/* The text of an error response for a message: one line without HTML tags, or "". */
#define NH_HTTP_WORDS_SIZE 161
void nh_http_words(const struct nh_http_response *response, char words[NH_HTTP_WORDS_SIZE]);

#endif
