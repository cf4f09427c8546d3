/* SPDX-License-Identifier: MPL-2.0 */
/* A list of revoked certificates (RFC 5280 5). Needs an open store. */
#ifndef NH_REVOCATION_CRL_H
#define NH_REVOCATION_CRL_H

#include "revocation/verdict.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_buf;

struct nh_crl_urls {
    char **items;
    size_t count;
};

void nh_crl_urls_reset(struct nh_crl_urls *urls);

/* Where the certificate's CRLs lie: http and https, of its own issuer, of all reasons. False
   without memory. */
bool nh_crl_urls(CERTCertificate *certificate, struct nh_crl_urls *out);

/* Fill the state of *out and what belongs to it, by the list (DER or PEM) that came from `url`;
   NH_REVOCATION_UNCHECKED says why. */
void nh_crl_judge(CERTCertificate *certificate, CERTCertificate *issuer, const char *url,
                  const struct nh_buf *list, struct nh_revocation *out);

#endif
