/* SPDX-License-Identifier: MPL-2.0 */
/* The certificates of an opened key file, and what the profile had of each before. */
#ifndef NH_FORMATS_BUNDLE_H
#define NH_FORMATS_BUNDLE_H

#include "base/status.h"
#include "formats/certfile.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct CERTCertificateStr CERTCertificate;
typedef struct SECItemStr SECItem;
typedef struct SECKEYPublicKeyStr SECKEYPublicKey;
struct nh_incomings;
struct nh_store;

struct nh_bundle_item {
    CERTCertificate *certificate;
    char *nickname; /* NULL until nh_bundle_name */
    bool has_key;   /* the file has its key */
    bool was_stored, key_was_stored;
};

struct nh_bundle {
    struct nh_store *store;
    struct nh_bundle_item items[NH_CERTFILE_MAX_CERTS];
    size_t count;
};

void nh_bundle_reset(struct nh_bundle *bundle);

/* Add a certificate in DER, before its key is even in memory: that could be taken for a
   stored one. One that is listed already only gets its key. */
enum nh_status nh_bundle_add(struct nh_bundle *bundle, const SECItem *der, bool has_key,
                             struct nh_error *err);

/* How many have their key? */
size_t nh_bundle_identities(const struct nh_bundle *bundle);

/* The public key, which the caller destroys; NULL and NH_KEY_KIND when browsers don't know
   its kind. */
SECKEYPublicKey *nh_bundle_public_key(CERTCertificate *certificate, struct nh_error *err);

/* NH_KEY_KIND unless browsers know the kind of each key. */
enum nh_status nh_bundle_check_kinds(const struct nh_bundle *bundle, struct nh_error *err);

/* Give each a nickname that no other subject has. */
enum nh_status nh_bundle_name(struct nh_bundle *bundle, const char *language, struct nh_error *err);

/* Fill `out`, which is empty, before anything is stored: afterwards nobody knows what was
   there. */
enum nh_status nh_bundle_incoming(const struct nh_bundle *bundle, struct nh_incomings *out,
                                  struct nh_error *err);

/* Describe the identities anew: they have their stored nicknames now. */
enum nh_status nh_bundle_describe(const struct nh_bundle *bundle, struct nh_incomings *incoming,
                                  struct nh_error *err);

/* Was all of it there before? */
bool nh_bundle_is_known(const struct nh_bundle *bundle);

/* Is all of it there now, and is each key the one of its certificate? NH_NOT_PROVEN. */
enum nh_status nh_bundle_check(const struct nh_bundle *bundle, struct nh_error *err);

/* Remove what was not there before. */
void nh_bundle_take_back(const struct nh_bundle *bundle);

#endif
