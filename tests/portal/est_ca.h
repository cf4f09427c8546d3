/* SPDX-License-Identifier: MPL-2.0 */
/* Certificates for PKCS#10 requests. */
#ifndef PORTAL_EST_CA_H
#define PORTAL_EST_CA_H

#include "ca.h"

struct est_wish {
    const char *cn;  /* in place of the request's subject, or NULL */
    int days, since; /* how long it is valid in all, and for how much of that already; 0 days: 90 */
    EVP_PKEY *key;   /* in place of the request's key, or NULL */
};

/* A request in base64, in lines of any length, whose signature is good; else NULL. */
X509_REQ *est_read_request(const char *text);

X509 *est_issue(const struct ca *ca, X509_REQ *request, const struct est_wish *wish);

/* Does the request have the certificate's subject and subjectAltName? */
bool est_is_same(X509 *certificate, X509_REQ *request);

#endif
