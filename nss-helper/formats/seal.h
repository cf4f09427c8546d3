/* SPDX-License-Identifier: MPL-2.0 */
/* Encrypt what leaves the profile under a person's password. unseal.h decrypts. */
#ifndef NH_FORMATS_SEAL_H
#define NH_FORMATS_SEAL_H

#include <stdbool.h>

typedef struct CERTCertificateStr CERTCertificate;
typedef struct PLArenaPool PLArenaPool;
typedef struct SECItemStr SECItem;
struct nh_store;

enum nh_seal {
    NH_SEAL_AES,  /* AES-256 and HMAC-SHA-256 by PBES2 (RFC 8018) */
    NH_SEAL_3DES, /* 3DES and SHA-1 (RFC 7292 appendix C), for older programs and Apple's */
};

/* Iterations for each password, as many as in Firefox. */
#define NH_SEAL_ROUNDS 600000

/* The certificate's key as an EncryptedPrivateKeyInfo (RFC 5958) in DER, allocated in the arena.
   The store is open for reading keys; `password` is UTF-8 and not empty. NULL on failure, with
   NSS's error set. */
SECItem *nh_seal_key(struct nh_store *store, CERTCertificate *certificate, enum nh_seal seal,
                     const char *password, PLArenaPool *arena);

/* Encrypt the bytes; `algorithm` (an AlgorithmIdentifier in DER) and `out` are allocated in the
   arena. False on failure, with NSS's error set. */
bool nh_seal_bytes(const SECItem *bytes, enum nh_seal seal, const char *password,
                   PLArenaPool *arena, SECItem *algorithm, SECItem *out);

#endif
