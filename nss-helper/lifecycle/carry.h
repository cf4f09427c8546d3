/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Copy an identity from one profile to another. NSS can open only one profile at a time, so in
 * between the identity is in memory, as PKCS#12 under a random password.
 */
#ifndef NH_LIFECYCLE_CARRY_H
#define NH_LIFECYCLE_CARRY_H

#include "base/buf.h"

#include "base/status.h"

struct nh_identity;
struct nh_incoming;
struct nh_store;

struct nh_carried {
    struct nh_buf bytes, password; /* the password with its NUL */
};

/* Zero and free it. */
void nh_carried_reset(struct nh_carried *carried);

/* Take this identity, and its issuers, from a store that is open for reading keys. The caller
 *resets out. NH_NO_IDENTITY, NH_NSS. */
enum nh_status nh_carry_take(struct nh_store *store, const struct nh_identity *identity,
                             struct nh_carried *out, struct nh_error *err);

/* The same by its fingerprint, but open and close the profile. No store may be open. Also the
   errors of nh_store_open. */
enum nh_status nh_carry_from(const char *profile_path, const char *fingerprint,
                             struct nh_carried *out, struct nh_error *err);

/*
 * Store it in another store that is open for writing, as nh_keyfile_store does. *out describes it
 * and says whether it was there before; the caller resets it. The errors of nh_keyfile_store.
 */
enum nh_status nh_carry_put(struct nh_store *store, const struct nh_carried *carried,
                            struct nh_incoming *out, struct nh_error *err);

/* The same, but open and close the profile. No store may be open. Also the errors of nh_store_open,
   such as NH_PRIMARY_PASSWORD; then nothing was written. */
enum nh_status nh_carry_into(const char *profile_path, const struct nh_carried *carried,
                             struct nh_incoming *out, struct nh_error *err);

#endif
