/* SPDX-License-Identifier: MPL-2.0 */
/* The file of the P12 mode. Nothing of it is ever written to the disk. */
#ifndef PORTAL_P12_H
#define PORTAL_P12_H

#include "options.h"

#include <openssl/x509.h>

struct p12_key_choice {
    const char *value, *words; /* in the form, and for a person */
};

/* Ends with one without a value; the first is taken where nothing is chosen. */
extern const struct p12_key_choice p12_key_choices[];

/* A new key of this choice ("": the first), for the caller to free, or NULL. */
EVP_PKEY *p12_key(const char *choice);

struct p12_content {
    EVP_PKEY *key;
    X509 *certificate, *issuer; /* the certificate's alias and key id are set */
    const char *name, *password; /* UTF-8 */
};

/* The file's length, or -1. Free *file with OPENSSL_free. */
int p12_encode(const struct p12_content *content, enum p12_kind kind, unsigned char **file);

#endif
