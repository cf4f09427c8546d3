/* SPDX-License-Identifier: MPL-2.0 */
/* An identity as a PKCS#12 file (RFC 7292), in memory. Reading is pkcs12.h's. */
#ifndef NH_FORMATS_P12WRITE_H
#define NH_FORMATS_P12WRITE_H

#include "base/status.h"

typedef struct CERTCertificateStr CERTCertificate;
struct nh_buf;
struct nh_store;

enum nh_p12_kind {
    NH_P12_MODERN, /* AES-256 (PBES2), MAC with SHA-256 */
    NH_P12_OLD,    /* 3DES, MAC with SHA-1: what older and Apple's programs read */
};

/*
 * Add the certificate, its key and its issuers to `out`, under a password in UTF-8 that is
 * not empty. The store is open to read keys. NH_NSS.
 */
enum nh_status nh_p12_write(struct nh_store *store, CERTCertificate *certificate,
                            enum nh_p12_kind kind, const char *password, struct nh_buf *out,
                            struct nh_error *err);

#endif
