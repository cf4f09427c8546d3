/* SPDX-License-Identifier: MPL-2.0 */
/* What leaves the profile, encrypted under a password of a person. pbe.h has the way back. */
#ifndef NH_FORMATS_SEAL_H
#define NH_FORMATS_SEAL_H

#include <stdbool.h>

typedef struct CERTCertificateStr CERTCertificate;
typedef struct PLArenaPool PLArenaPool;
typedef struct SECItemStr SECItem;
struct nh_store;

enum nh_seal {
    NH_SEAL_AES,  /* AES-256 and HMAC-SHA-256 by PBES2 (RFC 8018) */
    NH_SEAL_3DES, /* 3DES and SHA-1 (RFC 7292 appendix C): what older and Apple's programs read */
};

/* Rounds over each password: as many as Firefox takes. */
#define NH_SEAL_ROUNDS 600000

/* The certificate's key as an EncryptedPrivateKeyInfo (RFC 5958) in DER, in the arena; the store
   is open to read keys. `password`: UTF-8, not empty. NULL, with NSS's error. */
SECItem *nh_seal_key(struct nh_store *store, CERTCertificate *certificate, enum nh_seal seal,
                     const char *password, PLArenaPool *arena);

/* Encrypt the bytes: `algorithm` (an AlgorithmIdentifier in DER) and `out` are in the arena.
   False, with NSS's error. */
bool nh_seal_bytes(const SECItem *bytes, enum nh_seal seal, const char *password,
                   PLArenaPool *arena, SECItem *algorithm, SECItem *out);

#endif
