/* SPDX-License-Identifier: MPL-2.0 */
/* Verify the signature of a CRL over bytes that arrive in pieces: the algorithm is known before
   them, the signature after them. */
#ifndef NH_REVOCATION_CRLSIGN_H
#define NH_REVOCATION_CRLSIGN_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct CERTCertificateStr CERTCertificate;
typedef struct CERTCrlStr CERTCrl;
typedef struct SECItemStr SECItem;
typedef struct VFYContextStr VFYContext;

/* Begin to verify with the key of `issuer` and the algorithm of `crl`. NH_BAD_DATA when `crl` has
   the name of another issuer, when `issuer` may not sign CRLs, or when NSS does not accept the
   algorithm. */
enum nh_status nh_crlsign_begin(CERTCertificate *issuer, const CERTCrl *crl, VFYContext **out,
                                struct nh_error *err);

/* Add signed bytes; a nh_derfile_sink. False when NSS fails. */
bool nh_crlsign_add(void *check, const unsigned char *bytes, size_t length);

/* Check the signature (a BIT STRING, its length in bits). NH_BAD_DATA when it is not valid. */
enum nh_status nh_crlsign_end(VFYContext *check, SECItem *signature, struct nh_error *err);

void nh_crlsign_free(VFYContext *check); /* NULL is allowed */

#endif
