/* SPDX-License-Identifier: MPL-2.0 */
/* The scope of a list of revoked certificates: the IssuingDistributionPoint of RFC 5280 5.2.5. */
#ifndef NH_REVOCATION_SCOPE_H
#define NH_REVOCATION_SCOPE_H

typedef struct CERTCertificateStr CERTCertificate;
typedef struct SECItemStr SECItem;

/*
 * Does a list with this extension hold all that is to be said of a person's certificate, as RFC
 * 5280 6.3.3 (b) (2) decides? The list came from `url`, which the certificate names: others may
 * have other parts of the same CA's list. NULL; else what it is instead, a sentence.
 */
const char *nh_scope_misses(const SECItem *extension, CERTCertificate *certificate,
                            const char *url);

#endif
