/* SPDX-License-Identifier: MPL-2.0 */
/* The first issuer of a chain that the profile lacks, as named by the certificate below it. */
#ifndef NH_CERTIFICATE_MISSING_H
#define NH_CERTIFICATE_MISSING_H

#include <stdbool.h>

typedef struct CERTCertificateStr CERTCertificate;

#define NH_MISSING_NAME_SIZE 161
#define NH_MISSING_ADDRESS_SIZE 512

struct nh_missing {
    char name[NH_MISSING_NAME_SIZE];       /* of the issuer, UTF-8; "" when none is missing */
    char address[NH_MISSING_ADDRESS_SIZE]; /* of its certificate (caIssuers, RFC 5280 4.2.2.1):
                                              printable ASCII, or "" */
    bool web;                              /* the address is one of http or https */
};

/* Fill *out. If an issuer is missing, return the last certificate of the chain, which the caller
   destroys; else NULL. */
CERTCertificate *nh_missing_find(CERTCertificate *certificate, struct nh_missing *out);

#endif
