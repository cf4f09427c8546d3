/* SPDX-License-Identifier: MPL-2.0 */
/* What an OCSP answer holds (RFC 6960 4.2.1) and NSS does not tell. Nothing is verified here. */
#ifndef NH_REVOCATION_OCSPREAD_H
#define NH_REVOCATION_OCSPREAD_H

#include <stdbool.h>
#include <time.h>

typedef struct SECItemStr SECItem;
struct nh_buf;

struct nh_ocsp_single {
    bool revoked;
    time_t since; /* of a revoked one */
    long reason;  /* RFC 5280 5.3.1; 0: unspecified, or not given */
    time_t next;  /* nextUpdate; 0: none */
};

/* The answer about this serial. False when there is none, or it can't be read. */
bool nh_ocsp_single(const struct nh_buf *bytes, const SECItem *serial, struct nh_ocsp_single *out);

#endif
