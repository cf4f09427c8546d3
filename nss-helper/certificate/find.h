/* SPDX-License-Identifier: MPL-2.0 */
/* The identities of a profile: all of them, or the one that is meant. */
#ifndef NH_CERTIFICATE_FIND_H
#define NH_CERTIFICATE_FIND_H

#include "base/status.h"
#include "certificate/identity.h"
#include <stdbool.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_store;

/* All certificates of the profile whose private key is there. */
enum nh_status nh_identities_list(struct nh_store *store, struct nh_identities *out,
                                  struct nh_error *err);

/*
 * The identity with this ID: the start of a SHA-256 fingerprint (8 hex digits or
 * more, colons allowed), a decimal serial (nothing but digits), or a hex serial
 * with 0x or colons. What can be none of these is a whole e-mail address or name, in
 * any case. NH_USAGE for no ID, NH_NO_IDENTITY, NH_MANY_IDENTITIES with the list.
 */
enum nh_status nh_identity_find(struct nh_store *store, const char *id, struct nh_identity **out,
                                struct nh_error *err);

/* The same among these: its place in the list. */
enum nh_status nh_identities_pick(const struct nh_identities *list, const char *id, size_t *at,
                                  struct nh_error *err);

/* What a certificate of the profile is. Its key is not looked for: a store that is open to look is
   enough. NH_NO_IDENTITY when the certificate is gone. */
enum nh_status nh_identity_describe(struct nh_store *store, const char *fingerprint,
                                    struct nh_identity **out, struct nh_error *err);

/* Does an ID, as above, name this one? */
bool nh_identity_fits(const struct nh_identity *identity, const char *id);

/* Called for each certificate with a key; false ends the walk. */
typedef bool nh_identity_visitor(CERTCertificate *certificate, void *context);

/* False when the keys can't be listed or `visitor` said so. One certificate may come twice. */
bool nh_identities_walk(struct nh_store *store, nh_identity_visitor *visitor, void *context);

/* The certificate of a fingerprint as NSS has it; the caller destroys it. NULL
   when it is gone. Each key of the profile costs some milliseconds. */
CERTCertificate *nh_identity_certificate(struct nh_store *store, const char *fingerprint);

/* The same by its key, at once however many there are. */
CERTCertificate *nh_identity_stored(struct nh_store *store, const struct nh_identity *identity);

#endif
