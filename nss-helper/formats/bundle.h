/* SPDX-License-Identifier: MPL-2.0 */
/* The certificates of an opened key file, and what the profile had of each before. */
#ifndef NH_FORMATS_BUNDLE_H
#define NH_FORMATS_BUNDLE_H

#include "base/status.h"
#include "formats/certfile.h"
#include "formats/pkcs8.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct CERTCertificateStr CERTCertificate;
typedef struct SECItemStr SECItem;
typedef struct SECKEYPrivateKeyStr SECKEYPrivateKey;
struct nh_bufs;
struct nh_incomings;
struct nh_store;

struct nh_bundle_item {
    CERTCertificate *certificate;
    char *nickname;        /* NULL until nh_bundle_name */
    SECKEYPrivateKey *key; /* an object of this session, until nh_bundle_drop_keys; else NULL */
    bool has_key;          /* the file has its key */
    bool is_issuer;        /* of one that has its key, directly or not */
    bool was_stored, key_was_stored;
};

/* Keys in one file at most. */
#define NH_BUNDLE_KEYS_MOST 64

/* What its keys may cost, as nh_pkcs8_for adds it up: two of 16384 bits, 64 of 4096, and as many
   certificates of 2048 as a file may have, or as many keys on curves; some seconds. */
#define NH_BUNDLE_WORK_MOST 8192

struct nh_bundle {
    struct nh_store *store;
    struct nh_bundle_item items[NH_CERTFILE_MAX_CERTS];
    size_t count;
    struct nh_pkcs8 *keys[NH_BUNDLE_KEYS_MOST];
    size_t key_count;
    bool open_key; /* one of them was not encrypted */
};

void nh_bundle_reset(struct nh_bundle *bundle);

/* Add a certificate in DER, before its key is even in memory: that could be taken for a
   stored one. */
enum nh_status nh_bundle_add(struct nh_bundle *bundle, const SECItem *der, struct nh_error *err);

/* Each of a list. */
enum nh_status nh_bundle_add_all(struct nh_bundle *bundle, const struct nh_bufs *certificates,
                                 struct nh_error *err);

/* Add a key, which becomes the bundle's, or is freed. `form` is the one that it had. */
enum nh_status nh_bundle_add_key(struct nh_bundle *bundle, struct nh_pkcs8 **key,
                                 enum nh_pkcs8_form form, struct nh_error *err);

/*
 * Find for each key the certificates that it signs for, whatever the file says of them: a renewed
 * one may be there beside the one before it. NH_NO_CERTIFICATE when it has none in the bundle,
 * NH_NOT_PROVEN when there is one that is somebody else's, NH_BAD_DATA when it is more work than
 * NH_BUNDLE_WORK_MOST.
 */
enum nh_status nh_bundle_pair(struct nh_bundle *bundle, struct nh_error *err);

/* How many have their key? */
size_t nh_bundle_identities(const struct nh_bundle *bundle);

/* Give each a nickname that no other subject has. */
enum nh_status nh_bundle_name(struct nh_bundle *bundle, struct nh_error *err);

/* Fill `out`, which is empty, before anything is stored: afterwards nobody knows what was
   there. */
enum nh_status nh_bundle_incoming(const struct nh_bundle *bundle, struct nh_incomings *out,
                                  struct nh_error *err);

/* Describe the identities anew: they have their stored nicknames now. */
enum nh_status nh_bundle_describe(const struct nh_bundle *bundle, struct nh_incomings *incoming,
                                  struct nh_error *err);

/* From now on the store is looked at as if all of it had been stored, and what stays out is let
   go: nothing but nh_bundle_store comes after it. False without memory. */
bool nh_bundle_expect(struct nh_bundle *bundle);

/* Was all of it there before? */
bool nh_bundle_is_known(const struct nh_bundle *bundle);

/* Store what is not there yet: keys, their certificates, and the issuers of these. */
enum nh_status nh_bundle_store(struct nh_bundle *bundle, struct nh_error *err);

/* From now on, what is looked at is what was stored. */
void nh_bundle_drop_keys(struct nh_bundle *bundle);

/* Is all of it there now, and is each key the one of its certificate? NH_NOT_PROVEN. */
enum nh_status nh_bundle_check(const struct nh_bundle *bundle, struct nh_error *err);

/* Remove what was not there before. */
void nh_bundle_take_back(const struct nh_bundle *bundle);

#endif
