/* SPDX-License-Identifier: MPL-2.0 */
/* What the profile has of a certificate and its key. Functions that do not say that they ask the
   database also count what is only expected (expected.h). */
#ifndef NH_NSS_STORED_H
#define NH_NSS_STORED_H

#include <stdbool.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_store;

/* Whether the certificate is stored. */
bool nh_stored_certificate(struct nh_store *store, CERTCertificate *certificate);

/* The same, but ask the database, not NSS's cache. */
bool nh_stored_in_slot(struct nh_store *store, CERTCertificate *certificate);

/* Whether the private key of this certificate is stored. */
bool nh_stored_key(struct nh_store *store, CERTCertificate *certificate);

/* The same, but ask the database; works for a certificate that is not stored, too. */
bool nh_stored_key_of(struct nh_store *store, CERTCertificate *certificate);

/* Remove that key and its public key. Failures are not reported: check with nh_stored_key_of. */
void nh_stored_key_remove(struct nh_store *store, CERTCertificate *certificate);

/* Whether another certificate with the same key is stored. */
bool nh_stored_other(struct nh_store *store, CERTCertificate *certificate);

#endif
