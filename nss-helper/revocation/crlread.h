/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A list of revoked certificates of any size (CertificateList, RFC 5280 5.1), read from a file
 * once: its entries are told one by one and none is held, and the signature is checked over the
 * bytes that pass. Needs an open store.
 */
#ifndef NH_REVOCATION_CRLREAD_H
#define NH_REVOCATION_CRLREAD_H

#include "base/status.h"

typedef struct CERTCertificateStr CERTCertificate;
typedef struct CERTCrlEntryStr CERTCrlEntry;
typedef struct CERTCrlStr CERTCrl;
typedef struct PLArenaPool PLArenaPool;

/* An entry, decoded; it is gone after the call. Nothing that it says counts before nh_crl_read has
   said that the list is the CA's. */
typedef void nh_crl_entry(void *context, const CERTCrlEntry *entry);

/*
 * Read the list in the open file, which `issuer` is to have signed (crlsign.h). *out is all of the
 * list but its entries, in `arena`: version, algorithm, name, times and extensions. NH_BAD_DATA
 * says what is wrong: it is no list, or one that crlsign.h does not take. NH_IO where the file
 * can't be read.
 */
enum nh_status nh_crl_read(int fd, CERTCertificate *issuer, nh_crl_entry *each, void *context,
                           PLArenaPool *arena, CERTCrl *out, struct nh_error *err);

#endif
