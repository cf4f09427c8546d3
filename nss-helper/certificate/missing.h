/* SPDX-License-Identifier: MPL-2.0 */
/* The issuer that the profile lacks, as the certificate below it tells. */
#ifndef NH_CERTIFICATE_MISSING_H
#define NH_CERTIFICATE_MISSING_H

#include <stdbool.h>

typedef struct CERTCertificateStr CERTCertificate;

#define NH_MISSING_NAME_SIZE 161
#define NH_MISSING_ADDRESS_SIZE 512

struct nh_missing {
    char name[NH_MISSING_NAME_SIZE];       /* UTF-8, as in nh_identity; "" when none is missing */
    char address[NH_MISSING_ADDRESS_SIZE]; /* where its certificate lies (caIssuers, RFC 5280
                                              4.2.2.1): printable ASCII, or "" */
    bool web;                              /* that is one of http or https */
};

/* The last certificate of the chain, for the caller to destroy, when its issuer is not there; NULL
   where none is missing. *out is filled in either case. */
CERTCertificate *nh_missing_find(CERTCertificate *certificate, struct nh_missing *out);

#endif
