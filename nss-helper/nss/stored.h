/* SPDX-License-Identifier: MPL-2.0 */
/* What the profile has of a certificate that is to go in, or out: also what is only expected
   (expected.h), but where the database is asked. */
#ifndef NH_NSS_STORED_H
#define NH_NSS_STORED_H

#include <stdbool.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_store;

bool nh_stored_certificate(struct nh_store *store, CERTCertificate *certificate);

/* The same, asked of the database and not of NSS's cache. */
bool nh_stored_in_slot(struct nh_store *store, CERTCertificate *certificate);

/* Its private key. */
bool nh_stored_key(struct nh_store *store, CERTCertificate *certificate);

/* The same, asked of the database, also where the certificate is not stored. */
bool nh_stored_key_of(struct nh_store *store, CERTCertificate *certificate);

/* Remove that key, and its public half. Look whether it has gone. */
void nh_stored_key_remove(struct nh_store *store, CERTCertificate *certificate);

/* Another certificate of the same key. */
bool nh_stored_other(struct nh_store *store, CERTCertificate *certificate);

#endif
