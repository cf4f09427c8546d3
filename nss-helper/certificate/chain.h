/* SPDX-License-Identifier: MPL-2.0 */
/* The issuers of a certificate as the profile has them. */
#ifndef NH_CERTIFICATE_CHAIN_H
#define NH_CERTIFICATE_CHAIN_H

#include <stddef.h>

typedef struct CERTCertificateStr CERTCertificate;

#define NH_CHAIN_MAX 20

/*
 * Fill `issuers` from the certificate upwards, the root included, and return how many
 * there are; the caller destroys each. Where issuers lead in a circle, each comes once:
 * NSS's own calls for this walk on.
 */
size_t nh_chain_of(CERTCertificate *certificate, CERTCertificate *issuers[NH_CHAIN_MAX]);

#endif
