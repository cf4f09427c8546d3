/* SPDX-License-Identifier: MPL-2.0 */
/* The certificates and keys of an opened key file, and which of them the profile had before. */
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
    SECKEYPrivateKey *key; /* a session object, until nh_bundle_drop_keys; else NULL */
    bool has_key;          /* its key is in the file */
    bool is_issuer;        /* issuer, direct or not, of one with has_key */
    bool was_stored, key_was_stored;
};

/* The most keys in one file. */
#define NH_BUNDLE_KEYS_MOST 64

/* The most work to match keys with certificates, in the units of nh_pkcs8_for: enough for two RSA
   keys of 16384 bits, for 64 of 4096 bits, or for NH_CERTFILE_MAX_CERTS certificates of 2048 bits
   or on curves. It takes some seconds. */
#define NH_BUNDLE_WORK_MOST 8192

struct nh_bundle {
    struct nh_store *store;
    struct nh_bundle_item items[NH_CERTFILE_MAX_CERTS];
    size_t count;
    struct nh_pkcs8 *keys[NH_BUNDLE_KEYS_MOST];
    size_t key_count;
    bool open_key; /* one of the keys was not encrypted */
};

void nh_bundle_reset(struct nh_bundle *bundle);

/* Add a certificate in DER. Certificates are added before any key is loaded, which could be
   mistaken for a stored one. NH_BAD_DATA when it is damaged, or one more than
   NH_CERTFILE_MAX_CERTS. */
enum nh_status nh_bundle_add(struct nh_bundle *bundle, const SECItem *der, struct nh_error *err);

/* Add each certificate of a list, with the same errors. */
enum nh_status nh_bundle_add_all(struct nh_bundle *bundle, const struct nh_bufs *certificates,
                                 struct nh_error *err);

/* Add a key that had this form in the file. The bundle takes it over, or frees it on failure.
   NH_BAD_DATA for more than NH_BUNDLE_KEYS_MOST. */
enum nh_status nh_bundle_add_key(struct nh_bundle *bundle, struct nh_pkcs8 **key,
                                 enum nh_pkcs8_form form, struct nh_error *err);

/*
 * Find for each key the certificates that it signs for; what the file says of them is ignored.
 * There may be several, such as a certificate and its renewal. NH_NO_CERTIFICATE when a key has no
 * certificate in the bundle, NH_NOT_PROVEN when there is only a certificate of another key,
 * NH_BAD_DATA when it is more work than NH_BUNDLE_WORK_MOST.
 */
enum nh_status nh_bundle_pair(struct nh_bundle *bundle, struct nh_error *err);

/* How many certificates have their key. */
size_t nh_bundle_identities(const struct nh_bundle *bundle);

/* Give each certificate a nickname that no other subject has. */
enum nh_status nh_bundle_name(struct nh_bundle *bundle, struct nh_error *err);

/* Fill `out`, which must be empty. Call it before anything is stored, because later it can't be
   told what was there before. */
enum nh_status nh_bundle_incoming(const struct nh_bundle *bundle, struct nh_incomings *out,
                                  struct nh_error *err);

/* Describe the identities again after they were stored, with their nicknames in the profile. */
enum nh_status nh_bundle_describe(const struct nh_bundle *bundle, struct nh_incomings *incoming,
                                  struct nh_error *err);

/* Make the store report all of the bundle as stored (expected.h), and release what would not be
   stored. Only nh_bundle_store may follow. False without memory. */
bool nh_bundle_expect(struct nh_bundle *bundle);

/* Whether the profile had all of it before. */
bool nh_bundle_is_known(const struct nh_bundle *bundle);

/* Store what is not there yet: keys, their certificates and the issuers of these. NH_NSS. */
enum nh_status nh_bundle_store(struct nh_bundle *bundle, struct nh_error *err);

/* Release the session objects of the keys, so that only the stored keys are found. */
void nh_bundle_drop_keys(struct nh_bundle *bundle);

/* Check that all of it is stored and that each key signs for its certificate. NH_NOT_PROVEN,
   NH_NSS. */
enum nh_status nh_bundle_check(const struct nh_bundle *bundle, struct nh_error *err);

/* Remove what the profile did not have before. */
void nh_bundle_take_back(const struct nh_bundle *bundle);

#endif
