/* SPDX-License-Identifier: MPL-2.0 */
/* OCSP (RFC 6960): the question, and what the answer is worth. Needs an open store. */
#ifndef NH_OCSPCHECK_H
#define NH_OCSPCHECK_H

#include "revocation.h"

typedef struct CERTCertificateStr CERTCertificate;

/* The request for one certificate, whose issuer is known. False: NSS can't make it. */
bool nh_ocsp_request(CERTCertificate *certificate, struct nh_buf *out);

/* Fill the state of *out and what belongs to it; NH_REVOCATION_UNCHECKED says why. */
void nh_ocsp_judge(CERTCertificate *certificate, CERTCertificate *issuer,
                   const struct nh_buf *answer, struct nh_revocation *out);

#endif
