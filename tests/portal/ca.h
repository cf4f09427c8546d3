/* SPDX-License-Identifier: MPL-2.0 */
/* The certification authority: a root whose key is never written, an issuing CA
 * and a certificate for the TLS servers. */
#ifndef PORTAL_CA_H
#define PORTAL_CA_H

#include "options.h"
#include "validity.h"

#include <openssl/x509.h>
#include <stdbool.h>

struct ca {
    X509 *root, *issuer;
    EVP_PKEY *issuer_key;
    char *root_pem, *tls_pem, *tls_key_pem; /* as libmicrohttpd wants them */
    char status[48]; /* http://127.0.0.1:4711, which the certificates name for OCSP and CRL */
};

/* Loads it from the folder, or makes it at the first start, with a key of this kind. */
bool ca_open(struct ca *ca, const char *directory, enum ca_kind kind);
void ca_close(struct ca *ca);

/* As openssl.cnf writes its value. `issuer` may be the certificate itself. */
bool ca_add_extension(X509 *certificate, X509 *issuer, int nid, const char *value);

/* A certificate for a person; NULL on failure. */
X509 *ca_issue(const struct ca *ca, const char *cn, const char *email, EVP_PKEY *key,
               struct validity validity);

/* A certificate for the signer of the CA's OCSP answers. `signer` is the issuing CA's key,
 * or a stranger's; !may_sign: a certificate for another use. */
X509 *ca_responder(const struct ca *ca, EVP_PKEY *key, EVP_PKEY *signer, bool may_sign);

/* X509_V_OK if the certificate is for TLS clients and goes back to our root.
 * `others` came with it and is not trusted. */
int ca_verify(const struct ca *ca, X509 *certificate, STACK_OF(X509) *others);

#endif
