/* SPDX-License-Identifier: MPL-2.0 */
/* What a server said in TLS of the certificate that a client shows, or does not show. */
#ifndef NH_NET_HTTPTLS_H
#define NH_NET_HTTPTLS_H

#include <stdbool.h>
#include <stddef.h>

struct nh_httptls {
    bool asked;        /* the server has asked for a certificate */
    const char *alert; /* its last alert, in words ("certificate expired"), or NULL */
    bool of_ours;      /* that alert is about the client's certificate, or its absence */
    const void *ssl;   /* the connection of the last handshake, as long as there is one */
};

/* Watch the connections of the SSL_CTX; *it is the caller's and outlives them. */
void nh_httptls_watch(void *ssl_ctx, struct nh_httptls *it);

/* What ties a message to this very connection: its tls-unique (RFC 5929 section 3). The bytes
   written; 0 in TLS 1.3, which has none. */
#define NH_HTTPTLS_UNIQUE 12
size_t nh_httptls_unique(const struct nh_httptls *it, unsigned char out[NH_HTTPTLS_UNIQUE]);

#endif
