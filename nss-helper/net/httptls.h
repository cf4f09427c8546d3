/* SPDX-License-Identifier: MPL-2.0 */
/* What a server says in TLS about the client certificate or its absence. */
#ifndef NH_NET_HTTPTLS_H
#define NH_NET_HTTPTLS_H

#include <stdbool.h>
#include <stddef.h>

struct nh_httptls {
    bool asked;        /* the server has asked for a client certificate */
    const char *alert; /* its last alert, in words ("certificate expired"), or NULL */
    bool of_ours;      /* the alert is about the client certificate or its absence */
    const void *ssl;   /* SSL of the last handshake while the connection is open, else NULL */
};

/* Watch the connections of an SSL_CTX. *it is the caller's and must outlive them. */
void nh_httptls_watch(void *ssl_ctx, struct nh_httptls *it);

/* Write the connection's tls-unique (RFC 5929 section 3), and return its length in bytes; 0 with
   TLS 1.3, which has none. */
#define NH_HTTPTLS_UNIQUE 12
size_t nh_httptls_unique(const struct nh_httptls *it, unsigned char out[NH_HTTPTLS_UNIQUE]);

#endif
