/* SPDX-License-Identifier: MPL-2.0 */
/* OCSP (RFC 6960): the question, and what the answer is worth. Needs an open store. */
#ifndef NH_REVOCATION_OCSP_H
#define NH_REVOCATION_OCSP_H

#include "revocation/verdict.h"
#include <stdbool.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_buf;

/* The request for one certificate, whose issuer is known. False: NSS can't make it. */
bool nh_ocsp_request(CERTCertificate *certificate, struct nh_buf *out);

/* Where the same request is asked by GET (RFC 6960 A.1), allocated; `server` is not empty. NULL
   without memory. */
char *nh_ocsp_url(const char *server, const struct nh_buf *request);

/* Fill the state of *out and what belongs to it; NH_REVOCATION_UNCHECKED says why. An
   answer counts until its nextUpdate and for ten days at most, whatever that says. */
void nh_ocsp_judge(CERTCertificate *certificate, CERTCertificate *issuer,
                   const struct nh_buf *bytes, struct nh_revocation *out);

#endif
