/* SPDX-License-Identifier: MPL-2.0 */
/*
 * TLS client authentication in OpenSSL with a key in NSS. OpenSSL has the certificate and the
 * public key; NSS makes each signature, and the private key never leaves it. OpenSSL 3.0 deprecates
 * this interface in favour of providers; no other file uses it.
 */
#ifndef NH_NET_HTTPKEY_H
#define NH_NET_HTTPKEY_H

#include "base/status.h"
#include <stdbool.h>

struct nh_store;
struct nh_httpkey;

/* The identity with this fingerprint, and its issuers. The store is open for reading keys, and
   stays open until nh_httpkey_free. NH_NO_IDENTITY, NH_NO_KEY, NH_KEY_KIND. */
enum nh_status nh_httpkey_new(struct nh_store *store, const char *fingerprint,
                              struct nh_httpkey **out, struct nh_error *err);

/* Use the key in an SSL_CTX; call it before the connection is made. False on failure. */
bool nh_httpkey_use(struct nh_httpkey *key, void *ssl_ctx);

/* Free it, after every SSL_CTX that uses it. NULL is allowed. */
void nh_httpkey_free(struct nh_httpkey **key);

#endif
