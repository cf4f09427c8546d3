/* SPDX-License-Identifier: MPL-2.0 */
/* The scope of a CRL: the IssuingDistributionPoint extension (RFC 5280 section 5.2.5). */
#ifndef NH_REVOCATION_SCOPE_H
#define NH_REVOCATION_SCOPE_H

typedef struct CERTCertificateStr CERTCertificate;
typedef struct SECItemStr SECItem;

/*
 * Check that a CRL with this extension covers a person's certificate completely (RFC 5280 section
 * 6.3.3 (b) (2)). The CRL came from `url`, which the certificate names; other addresses may have
 * other parts of the CA's list. Returns NULL, or a sentence that says what it covers instead.
 */
const char *nh_scope_misses(const SECItem *extension, CERTCertificate *certificate,
                            const char *url);

#endif
