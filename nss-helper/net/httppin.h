/* SPDX-License-Identifier: MPL-2.0 */
/* A TLS server that is known by one certificate of those that it shows. */
#ifndef NH_NET_HTTPPIN_H
#define NH_NET_HTTPPIN_H

#include <stdbool.h>

struct nh_httppin {
    const char *fingerprint; /* SHA-256, lower-case hex */
    bool shown;              /* set when the server shows that certificate */
};

/* Connections of the SSL_CTX trust the certificate of the pin, which the caller keeps, and what
   it has issued, and nothing else. Dates and the chain are checked as always; the name of the
   host is the caller's to check. */
void nh_httppin_use(void *ssl_ctx, struct nh_httppin *pin);

#endif
