/* SPDX-License-Identifier: MPL-2.0 */
/* A new key pair: made in memory, then kept in the profile, or dropped. */
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

/* The kind of "rsa-2048", "p-256" … (the words of PROTOCOL.md). NH_KEY_KIND. */
enum nh_status nh_key_kind_parse(const char *word, enum nh_key_kind *kind, struct nh_error *err);
const char *nh_key_kind_word(enum nh_key_kind kind);
const char *nh_key_kind_choice(size_t i); /* all of them; NULL behind the last */

/* Make a key pair in memory. No lock on the database is held meanwhile. */
enum nh_status nh_key_prepare(struct nh_store *store, enum nh_key_kind kind, struct nh_key **out,
                              struct nh_error *err);

/* Store a prepared key, sensitive, in the profile: durable when this returns, read again
   from the disk, and proven to sign. The key is freed, and the store is another one
   then, or NULL. */
enum nh_status nh_key_keep(struct nh_store **store, struct nh_key **key, struct nh_error *err);

/* A prepared key outlives no store. Carry it out of one, and into the next: meanwhile it is in
   locked memory alone, no database is open, and nothing is written anywhere. */
struct nh_carried;
/* Whether keys of this kind can be: of EC keys that it reads from PKCS#8, NSS stores one in 150 so
   that it does not sign. */
bool nh_key_is_carried(enum nh_key_kind kind);
enum nh_status nh_key_carry(const struct nh_key *key, struct nh_carried **out,
                            struct nh_error *err);
enum nh_status nh_key_bring(struct nh_store *store, const struct nh_carried *carried,
                            struct nh_key **out, struct nh_error *err);
void nh_carried_free(struct nh_carried **carried); /* zeroed; NULL is allowed */

/* The key of this DER SubjectPublicKeyInfo, as it is stored; freed before the store is closed.
   NH_NO_KEY. */
enum nh_status nh_key_find(struct nh_store *store, const SECItem *info, struct nh_key **out,
                           struct nh_error *err);

/* Free it: a key that was not kept is gone for good. NULL is allowed. */
void nh_key_free(struct nh_key **key);

SECKEYPrivateKey *nh_key_private(const struct nh_key *key);
SECKEYPublicKey *nh_key_public(const struct nh_key *key);

/* Its DER SubjectPublicKeyInfo; owned by the key. */
const SECItem *nh_key_info(const struct nh_key *key);

/* Fresh bytes signed with the one verify with the other. */
bool nh_key_signs(SECKEYPrivateKey *private_key, SECKEYPublicKey *public_key);

/* SHA-256 of a DER SubjectPublicKeyInfo, lower-case hex: what joins a key, a
   request and a certificate. */
#define NH_KEY_HASH_SIZE 65
enum nh_status nh_key_hash(const struct nh_key *key, char hash[NH_KEY_HASH_SIZE],
                           struct nh_error *err);

/* The name under which NSS stores it (CKA_ID), lower-case hex: what finds a key whose
   public half is not in the profile. */
#define NH_KEY_ID_SIZE 41
enum nh_status nh_key_id(const struct nh_key *key, char id[NH_KEY_ID_SIZE], struct nh_error *err);

/* Of a stored key. False when it has none, or one of another form. */
bool nh_key_id_of(SECKEYPrivateKey *key, char id[NH_KEY_ID_SIZE]);

/* Of the key of a certificate, stored or not: the bytes, for the caller to free, or NULL; and in
   hex. NULL and false when NSS can't tell. */
SECItem *nh_key_name_for(CERTCertificate *certificate);
bool nh_key_id_for(CERTCertificate *certificate, char id[NH_KEY_ID_SIZE]);

/* The stored key of that name, which the caller destroys; NULL when it is not there. */
SECKEYPrivateKey *nh_key_with_id(struct nh_store *store, const char *id);

#endif
