/* SPDX-License-Identifier: MPL-2.0 */
/* An identity as PEM (RFC 7468), in memory. */
#ifndef NH_FORMATS_PEMWRITE_H
#define NH_FORMATS_PEMWRITE_H

#include "base/status.h"

typedef struct CERTCertificateStr CERTCertificate;
struct nh_buf;
struct nh_store;

/*
 * Add the certificate, its issuers without the root, and the key as an encrypted PKCS#8
 * (RFC 5958: PBES2, AES-256, HMAC-SHA-256), under a password in UTF-8 that is not empty.
 * The store is open to read keys. NH_NO_KEY, NH_NSS.
 */
enum nh_status nh_pem_identity(struct nh_store *store, CERTCertificate *certificate,
                               const char *password, struct nh_buf *out, struct nh_error *err);

/* Only the certificate and its issuers, without the root. */
enum nh_status nh_pem_chain(CERTCertificate *certificate, struct nh_buf *out, struct nh_error *err);

#endif
