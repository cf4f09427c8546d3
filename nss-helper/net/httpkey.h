/* SPDX-License-Identifier: MPL-2.0 */
/*
 * TLS client authentication by OpenSSL with a key of NSS: OpenSSL holds the certificate
 * and the public half, and each signature is made by NSS. The private key leaves it in no
 * form. OpenSSL calls this way deprecated since 3.0 (a provider would replace it), and it
 * is used in no other file.
 */
#ifndef NH_NET_HTTPKEY_H
#define NH_NET_HTTPKEY_H

#include "base/status.h"
#include <stdbool.h>

struct nh_store;
struct nh_httpkey;

/* The identity with this fingerprint, with its issuers, as long as the store is open, which
   it is to read keys. NH_NO_IDENTITY, NH_NO_KEY, NH_KEY_KIND. */
enum nh_status nh_httpkey_new(struct nh_store *store, const char *fingerprint,
                              struct nh_httpkey **out, struct nh_error *err);

/* Give it to an SSL_CTX, before a connection is made. */
bool nh_httpkey_use(struct nh_httpkey *key, void *ssl_ctx);

/* NULL is allowed. No SSL_CTX may use it any more. */
void nh_httpkey_free(struct nh_httpkey **key);

#endif
