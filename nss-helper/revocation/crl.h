/* SPDX-License-Identifier: MPL-2.0 */
/* Certificate revocation lists (CRL, RFC 5280 section 5). Needs an open store. */
#ifndef NH_REVOCATION_CRL_H
#define NH_REVOCATION_CRL_H

#include "revocation/verdict.h"

typedef struct CERTCertificateStr CERTCertificate;

/* Fill out->state and its details from the list in an open file (DER, of any size) that came from
   `url`. For NH_REVOCATION_UNCHECKED, out->why says why. */
void nh_crl_judge(CERTCertificate *certificate, CERTCertificate *issuer, const char *url, int list,
                  struct nh_revocation *out);

#endif
