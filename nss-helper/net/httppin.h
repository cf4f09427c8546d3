/* SPDX-License-Identifier: MPL-2.0 */
/* Trust a TLS server by the fingerprint of a certificate that it shows. */
#ifndef NH_NET_HTTPPIN_H
#define NH_NET_HTTPPIN_H

#include <stdbool.h>

struct nh_httppin {
    const char *fingerprint; /* SHA-256, lower-case hex */
    bool shown;              /* set when the server shows this certificate */
};

/* Connections of the SSL_CTX trust only the pinned certificate, and those that it issued. Dates and
   the chain are checked as usual; the caller has the host name checked. *pin is the caller's and
   must outlive the connections. */
void nh_httppin_use(void *ssl_ctx, struct nh_httppin *pin);

#endif
