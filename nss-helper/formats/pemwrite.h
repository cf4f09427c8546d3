/* SPDX-License-Identifier: MPL-2.0 */
/* Write an identity as PEM (RFC 7468). */
#ifndef NH_FORMATS_PEMWRITE_H
#define NH_FORMATS_PEMWRITE_H

#include "base/status.h"
#include <stdbool.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_buf;
struct nh_store;

/*
 * Append the certificate, its issuers, and the key as an encrypted PKCS#8 (RFC 5958, NH_SEAL_AES of
 * seal.h), under a password in UTF-8 that is not empty. `with_root` as in p12write.h. The store is
 * open for reading keys. NH_NSS.
 */
enum nh_status nh_pem_identity(struct nh_store *store, CERTCertificate *certificate, bool with_root,
                               const char *password, struct nh_buf *out, struct nh_error *err);

/* Append only the certificate and its issuers. */
enum nh_status nh_pem_chain(CERTCertificate *certificate, bool with_root, struct nh_buf *out,
                            struct nh_error *err);

#endif
