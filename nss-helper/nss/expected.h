/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What a profile is going to have. A dry run expects what the import would store; whoever asks
 * stored.h or find.h then finds it there, so that each file is looked at as the import will find
 * the profile. Nothing is written.
 */
#ifndef NH_NSS_EXPECTED_H
#define NH_NSS_EXPECTED_H

#include <stdbool.h>
#include <stddef.h>

typedef struct CERTCertificateStr CERTCertificate;

struct nh_expected_item {
    CERTCertificate *certificate;
    bool has_key; /* its key was proven, and will be there, too */
};

/* A store has one: nh_store_expected. */
struct nh_expected {
    struct nh_expected_item *items;
    size_t count;
};

/* Expect it, once; the certificate stays the caller's. False without memory. */
bool nh_expected_add(struct nh_expected *expected, CERTCertificate *certificate, bool has_key);

/* Is that very certificate expected? `with_key`: with its key. */
bool nh_expected_has(const struct nh_expected *expected, CERTCertificate *certificate,
                     bool with_key);

/* One with this certificate's key, and that is not this certificate if it has to be `another`. */
bool nh_expected_key(const struct nh_expected *expected, CERTCertificate *certificate,
                     bool another);

void nh_expected_reset(struct nh_expected *expected);

#endif
