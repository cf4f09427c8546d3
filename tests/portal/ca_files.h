/* SPDX-License-Identifier: MPL-2.0 */
#ifndef PORTAL_CA_FILES_H
#define PORTAL_CA_FILES_H

#include <openssl/x509.h>
#include <stdbool.h>

/* PEM text, for the caller to OPENSSL_free; NULL on failure. */
char *pem_of_certificate(X509 *certificate);
char *pem_of_key(EVP_PKEY *key);

/* Appears whole or not at all; 0600 for a key, 0644 for the rest. */
bool pem_save(const char *directory, const char *name, const char *pem);

/* NULL if the file is missing or not what it should be. */
char *pem_load(const char *directory, const char *name);
X509 *certificate_load(const char *directory, const char *name);
EVP_PKEY *key_load(const char *directory, const char *name);

#endif
