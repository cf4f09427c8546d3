/* SPDX-License-Identifier: MPL-2.0 */
/* The certificate that a TLS client showed; nothing of it is verified yet. */
#ifndef PORTAL_CLIENT_H
#define PORTAL_CLIENT_H

#include "http.h"

#include <openssl/x509.h>

struct client {
    X509 *certificate; /* NULL: the client showed none */
    STACK_OF(X509) *others;
};

void client_read(struct request *req, struct client *client);
void client_free(struct client *client);

#endif
