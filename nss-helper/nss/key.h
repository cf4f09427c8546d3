/* SPDX-License-Identifier: MPL-2.0 */
/* Key pairs: created in memory, then stored in the profile or discarded. */
#ifndef NH_NSS_KEY_H
#define NH_NSS_KEY_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct CERTCertificateStr CERTCertificate;
typedef struct SECKEYPrivateKeyStr SECKEYPrivateKey;
typedef struct SECKEYPublicKeyStr SECKEYPublicKey;
typedef struct SECItemStr SECItem;
struct nh_store;
struct nh_key;

enum nh_key_kind {
    NH_KEY_RSA_2048,
    NH_KEY_RSA_3072,
    NH_KEY_RSA_4096,
    NH_KEY_P_256,
    NH_KEY_P_384,
};

/* Parse "rsa-2048", "p-256" and so on (the words of PROTOCOL.md). NH_KEY_KIND for any other. */
enum nh_status nh_key_kind_parse(const char *word, enum nh_key_kind *kind, struct nh_error *err);
const char *nh_key_kind_word(enum nh_key_kind kind);
const char *nh_key_kind_choice(size_t i); /* the i-th word; NULL after the last */

/* Create a key pair in memory. This holds no lock on the database. The caller frees the key before
   it closes the store. */
enum nh_status nh_key_prepare(struct nh_store *store, enum nh_key_kind kind, struct nh_key **out,
                              struct nh_error *err);

/* Store a prepared key in the profile, marked as sensitive. When this returns, the key is on the
   disk, was read from it again, and has signed. *key is freed also on failure. *store is closed and
   opened again; it is NULL if that fails. */
enum nh_status nh_key_keep(struct nh_store **store, struct nh_key **key, struct nh_error *err);

/* A prepared key can't outlive its store. nh_key_carry copies it into locked memory, so that the
   store can be closed; nh_key_bring makes a prepared key of it again in another store. Nothing is
   written. */
struct nh_carried;
/* Whether keys of this kind can be carried. EC keys can't: of those that NSS imports from PKCS#8,
   it stores about one in 150 in such a way that it does not sign. */
bool nh_key_is_carried(enum nh_key_kind kind);
enum nh_status nh_key_carry(const struct nh_key *key, struct nh_carried **out,
                            struct nh_error *err);
enum nh_status nh_key_bring(struct nh_store *store, const struct nh_carried *carried,
                            struct nh_key **out, struct nh_error *err);
void nh_carried_free(struct nh_carried **carried); /* zeroes it; NULL is allowed */

/* The stored key with this DER SubjectPublicKeyInfo. The caller frees it before closing the store.
   NH_NO_KEY. */
enum nh_status nh_key_find(struct nh_store *store, const SECItem *info, struct nh_key **out,
                           struct nh_error *err);

/* Free the key. One that was not stored is lost. NULL is allowed. */
void nh_key_free(struct nh_key **key);

SECKEYPrivateKey *nh_key_private(const struct nh_key *key);
SECKEYPublicKey *nh_key_public(const struct nh_key *key);

/* The key's DER SubjectPublicKeyInfo (RFC 5280 section 4.1); owned by the key. */
const SECItem *nh_key_info(const struct nh_key *key);

/* Whether random bytes signed with the private key verify with the public key. */
bool nh_key_signs(SECKEYPrivateKey *private_key, SECKEYPublicKey *public_key);

/* SHA-256 of the DER SubjectPublicKeyInfo in lower-case hex. A key, its request and its certificate
   all have the same. */
#define NH_KEY_HASH_SIZE 65
enum nh_status nh_key_hash(const struct nh_key *key, char hash[NH_KEY_HASH_SIZE],
                           struct nh_error *err);

/* The ID under which NSS stores the key (CKA_ID), in lower-case hex. It finds keys whose public
   half is not in the profile, too. */
#define NH_KEY_ID_SIZE 41
enum nh_status nh_key_id(const struct nh_key *key, char id[NH_KEY_ID_SIZE], struct nh_error *err);

/* The same for a stored key. False when it has no ID, or one of another length. */
bool nh_key_id_of(SECKEYPrivateKey *key, char id[NH_KEY_ID_SIZE]);

/* The same for the key of a certificate, whether the key is stored or not. nh_key_name_for returns
   the bytes, which the caller frees, or NULL; nh_key_id_for writes hex, or returns false. */
SECItem *nh_key_name_for(CERTCertificate *certificate);
bool nh_key_id_for(CERTCertificate *certificate, char id[NH_KEY_ID_SIZE]);

/* The stored key with this ID, or NULL. The caller destroys it. */
SECKEYPrivateKey *nh_key_with_id(struct nh_store *store, const char *id);

#endif
