/* SPDX-License-Identifier: MPL-2.0 */
/* The signature of a list of revoked certificates, checked over bytes that come one after the
   other: its algorithm is known before them, the signature itself behind them. */
#ifndef NH_REVOCATION_CRLSIGN_H
#define NH_REVOCATION_CRLSIGN_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct CERTCertificateStr CERTCertificate;
typedef struct CERTCrlStr CERTCrl;
typedef struct SECItemStr SECItem;
typedef struct VFYContextStr VFYContext;

/* By the key of `issuer`, whose name `crl` has and which may sign lists, in the algorithm of
   `crl`, where NSS takes it. NH_BAD_DATA says what of that is not so. */
enum nh_status nh_crlsign_begin(CERTCertificate *issuer, const CERTCrl *crl, VFYContext **out,
                                struct nh_error *err);

bool nh_crlsign_add(void *check, const unsigned char *bytes, size_t length);

/* NH_BAD_DATA: it is another signature. */
enum nh_status nh_crlsign_end(VFYContext *check, SECItem *signature, struct nh_error *err);

void nh_crlsign_free(VFYContext *check); /* NULL is allowed */

#endif
