/* SPDX-License-Identifier: MPL-2.0 */
/* OCSP (RFC 6960): make a request, and judge a response. Needs an open store. */
#ifndef NH_REVOCATION_OCSP_H
#define NH_REVOCATION_OCSP_H

#include "revocation/verdict.h"
#include <stdbool.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_buf;

/* Make the request (DER) for a certificate whose issuer is in the profile. False when NSS fails. */
bool nh_ocsp_request(CERTCertificate *certificate, struct nh_buf *out);

/* The URL of the same request by GET (RFC 6960 appendix A.1), allocated; `server` is not empty.
   NULL without memory. */
char *nh_ocsp_url(const char *server, const struct nh_buf *request);

/* Fill out->state and its details. For NH_REVOCATION_UNCHECKED, out->why says why. A response
   counts until its nextUpdate, but at most for ten days. */
void nh_ocsp_judge(CERTCertificate *certificate, CERTCertificate *issuer,
                   const struct nh_buf *bytes, struct nh_revocation *out);

#endif
