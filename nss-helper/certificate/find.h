/* SPDX-License-Identifier: MPL-2.0 */
/* Find identities in a profile: all of them, or one by its ID. */
#ifndef NH_CERTIFICATE_FIND_H
#define NH_CERTIFICATE_FIND_H

#include "base/status.h"
#include "certificate/identity.h"
#include <stdbool.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_store;

/* List all certificates whose private key is in the profile. */
enum nh_status nh_identities_list(struct nh_store *store, struct nh_identities *out,
                                  struct nh_error *err);

/*
 * Find the identity with this ID: the start of a SHA-256 fingerprint (8 hex digits or more, colons
 * allowed), a decimal serial (digits only), or a hex serial with 0x or colons. Any other text is
 * compared with whole e-mail addresses and names, ignoring case. The caller frees *out. NH_USAGE
 * for an empty ID, NH_NO_IDENTITY, NH_MANY_IDENTITIES, whose message lists them.
 */
enum nh_status nh_identity_find(struct nh_store *store, const char *id, struct nh_identity **out,
                                struct nh_error *err);

/* The same among the identities of a list; *at is the index of the one found. */
enum nh_status nh_identities_pick(const struct nh_identities *list, const char *id, size_t *at,
                                  struct nh_error *err);

/* Find the identity with this whole fingerprint. This is faster, as it describes no other one. The
   caller frees *out. NH_NO_IDENTITY. */
enum nh_status nh_identity_exact(struct nh_store *store, const char *fingerprint,
                                 struct nh_identity **out, struct nh_error *err);

/* Describe the certificate with this fingerprint. Its key is not needed, so a store open with
   NH_STORE_LOOK is enough. The caller frees *out. NH_NO_IDENTITY when there is no such
   certificate. */
enum nh_status nh_identity_describe(struct nh_store *store, const char *fingerprint,
                                    struct nh_identity **out, struct nh_error *err);

/* Whether this ID, in the forms of nh_identity_find, names the identity. */
bool nh_identity_fits(const struct nh_identity *identity, const char *id);

/* Called for each certificate with a key; false ends the walk. */
typedef bool nh_identity_visitor(CERTCertificate *certificate, void *context);

/* Call `visitor` for each; a certificate may come twice. False when the keys can't be listed, or
   when `visitor` ended the walk. */
bool nh_identities_walk(struct nh_store *store, nh_identity_visitor *visitor, void *context);

/* The same for those whose subject has the same bytes as that of `certificate`, which is one of
   them. Fast however many keys there are. */
bool nh_identities_walk_subject(struct nh_store *store, CERTCertificate *certificate,
                                nh_identity_visitor *visitor, void *context);

/* NSS's certificate with this fingerprint and with the key of this ID (nss/key.h), or NULL; the
   caller destroys it. Fast however many keys there are. With "" for an unknown ID, it takes some
   milliseconds for each key in the profile. */
CERTCertificate *nh_identity_certificate(struct nh_store *store, const char *fingerprint,
                                         const char *key_id);

/* The same for an identity. */
CERTCertificate *nh_identity_stored(struct nh_store *store, const struct nh_identity *identity);

#endif
