/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Read a CRL of any size (CertificateList, RFC 5280 section 5.1) from a file in one pass. Entries
 * are passed to a callback and not held in memory; the signature is checked over the bytes as they
 * are read. Needs an open store.
 */
#ifndef NH_REVOCATION_CRLREAD_H
#define NH_REVOCATION_CRLREAD_H

#include "base/status.h"

typedef struct CERTCertificateStr CERTCertificate;
typedef struct CERTCrlEntryStr CERTCrlEntry;
typedef struct CERTCrlStr CERTCrl;
typedef struct PLArenaPool PLArenaPool;

/* Called with each decoded entry, which is freed after the call. Don't rely on it before
   nh_crl_read has verified the signature and returned NH_OK. */
typedef void nh_crl_entry(void *context, const CERTCrlEntry *entry);

/*
 * Read the list in the open file, which must be signed by `issuer` (crlsign.h). *out gets all but
 * the entries, allocated in `arena`: version, algorithm, name, times and extensions. NH_BAD_DATA
 * when it is not a CRL or its signature is not valid; NH_IO when the file can't be read.
 */
enum nh_status nh_crl_read(int fd, CERTCertificate *issuer, nh_crl_entry *each, void *context,
                           PLArenaPool *arena, CERTCrl *out, struct nh_error *err);

#endif
