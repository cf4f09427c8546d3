/* SPDX-License-Identifier: MPL-2.0 */
/* A list of revoked certificates (RFC 5280 5). Needs an open store. */
#ifndef NH_REVOCATION_CRL_H
#define NH_REVOCATION_CRL_H

#include "revocation/verdict.h"

typedef struct CERTCertificateStr CERTCertificate;

/* Fill the state of *out and what belongs to it, by the list (DER, in an open file of any size)
   that came from `url`; NH_REVOCATION_UNCHECKED says why. */
void nh_crl_judge(CERTCertificate *certificate, CERTCertificate *issuer, const char *url, int list,
                  struct nh_revocation *out);

#endif
