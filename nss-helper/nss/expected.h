/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The certificates that a profile would have after an import. A dry run adds what the import would
 * store, and stored.h and find.h then report it as stored, so that the next file is judged as in
 * the real import. Nothing is written.
 */
#ifndef NH_NSS_EXPECTED_H
#define NH_NSS_EXPECTED_H

#include <stdbool.h>
#include <stddef.h>

typedef struct CERTCertificateStr CERTCertificate;

struct nh_expected_item {
    CERTCertificate *certificate;
    bool has_key; /* its private key would be stored, too; the key was checked */
};

/* Each store has one: nh_store_expected. */
struct nh_expected {
    struct nh_expected_item *items;
    size_t count;
};

/* Add the certificate unless it is in the list. The list holds its own reference. False without
   memory. */
bool nh_expected_add(struct nh_expected *expected, CERTCertificate *certificate, bool has_key);

/* Whether this certificate is in the list; `with_key`: together with its key. */
bool nh_expected_has(const struct nh_expected *expected, CERTCertificate *certificate,
                     bool with_key);

/* Whether the list has a certificate with the same key, stored with that key; `another`: one that
   is not this certificate. */
bool nh_expected_key(const struct nh_expected *expected, CERTCertificate *certificate,
                     bool another);

void nh_expected_reset(struct nh_expected *expected);

#endif
