/* SPDX-License-Identifier: MPL-2.0 */
/* A TLS server that is known by one certificate of those that it shows. */
#ifndef NH_HTTPPIN_H
#define NH_HTTPPIN_H

/* Connections of the SSL_CTX trust the certificate with this SHA-256 (lower-case hex, kept
   by the caller) and what it has issued, and nothing else. Dates and the chain are checked
   as always; the name of the host is the caller's to check. */
void nh_httppin_use(void *ssl_ctx, const char *fingerprint);

#endif
