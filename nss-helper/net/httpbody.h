/* SPDX-License-Identifier: MPL-2.0 */
/* The body of a request, where it is made for the very connection that it goes through. */
#ifndef NH_NET_HTTPBODY_H
#define NH_NET_HTTPBODY_H

#include "base/buf.h"
#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_httptls;

/* Write the body for this very connection, by its tls-unique. */
typedef enum nh_status nh_http_body(void *context, const unsigned char *unique, size_t length,
                                    struct nh_buf *body, struct nh_error *err);

struct nh_httpbody {
    nh_http_body *make;
    void *context;                /* of it */
    const struct nh_httptls *tls; /* the connection */
    size_t length;                /* that was announced */
    struct nh_buf made;
    size_t sent;            /* of it */
    struct nh_error failed; /* why it was not made */
};

/* Let the handle (CURL) ask for it. The body is the caller's and outlives the handle. */
bool nh_httpbody_set(struct nh_httpbody *body, void *handle);

/* Forget what was made. */
void nh_httpbody_reset(struct nh_httpbody *body);

#endif
