/* SPDX-License-Identifier: MPL-2.0 */
/* The issuers of a certificate, as far as the profile has them. */
#ifndef NH_CERTIFICATE_CHAIN_H
#define NH_CERTIFICATE_CHAIN_H

#include <stddef.h>

typedef struct CERTCertificateStr CERTCertificate;

#define NH_CHAIN_MAX 20

/*
 * Fill `issuers` with the chain above the certificate, up to and including the root, and return
 * their number; the caller destroys each. If issuers form a loop, each is listed once; NSS's own
 * functions do not stop there.
 */
size_t nh_chain_of(CERTCertificate *certificate, CERTCertificate *issuers[NH_CHAIN_MAX]);

#endif
