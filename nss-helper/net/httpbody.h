/* SPDX-License-Identifier: MPL-2.0 */
/* A request body that is bound to its TLS connection. */
#ifndef NH_NET_HTTPBODY_H
#define NH_NET_HTTPBODY_H

#include "base/buf.h"
#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_httptls;

/* Write the body for the connection with this tls-unique (RFC 5929 section 3). */
typedef enum nh_status nh_http_body(void *context, const unsigned char *unique, size_t length,
                                    struct nh_buf *body, struct nh_error *err);

struct nh_httpbody {
    nh_http_body *make;
    void *context;                /* for `make` */
    const struct nh_httptls *tls; /* the TLS connection */
    size_t length;                /* bytes, sent as Content-Length before the body is made */
    struct nh_buf made;
    size_t sent;            /* bytes of `made` */
    struct nh_error failed; /* the error of `make` */
};

/* Set the body for a CURL handle. The caller owns the body, which must outlive the handle. False
   when libcurl rejects an option. */
bool nh_httpbody_set(struct nh_httpbody *body, void *handle);

/* Free what was made. */
void nh_httpbody_reset(struct nh_httpbody *body);

#endif
