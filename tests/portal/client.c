/* SPDX-License-Identifier: MPL-2.0 */
#include "client.h"

#include <gnutls/gnutls.h>

#define CHAIN_MAX 8

static X509 *parse(const gnutls_datum_t *der)
{
    const unsigned char *data = der->data;

    return d2i_X509(NULL, &data, (long)der->size);
}

void client_read(struct request *req, struct client *client)
{
    unsigned int count = 0;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(req->connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    const gnutls_datum_t *peers =
        info ? gnutls_certificate_get_peers((gnutls_session_t)info->tls_session, &count) : NULL;

    client->others = sk_X509_new_null();
    if (!peers || count == 0 || !client->others)
        return;
    client->certificate = parse(&peers[0]);
    for (unsigned int i = 1; i < count && i < CHAIN_MAX; i++) {
        X509 *other = parse(&peers[i]);
        if (other && sk_X509_push(client->others, other) <= 0)
            X509_free(other);
    }
}

void client_free(struct client *client)
{
    X509_free(client->certificate);
    sk_X509_pop_free(client->others, X509_free);
    *client = (struct client){0};
}
