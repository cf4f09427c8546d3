/* SPDX-License-Identifier: MPL-2.0 */
/*
 * An identity on its way from one profile to another: NSS has one of them open at a time,
 * so that it is in memory in between, as PKCS#12 under a random password.
 */
#ifndef NH_LIFECYCLE_CARRY_H
#define NH_LIFECYCLE_CARRY_H

#include "base/buf.h"

#include "base/status.h"

struct nh_incoming;
struct nh_store;

struct nh_carried {
    struct nh_buf bytes;
    char password[65];
};

/* Zeroed. */
void nh_carried_reset(struct nh_carried *carried);

/* Take up the identity with this fingerprint and its issuers. The store is open to read
   keys. NH_NO_IDENTITY, NH_NSS. */
enum nh_status nh_carry_take(struct nh_store *store, const char *fingerprint,
                             struct nh_carried *out, struct nh_error *err);

/* The same, out of a profile that is opened for it. The errors of nh_store_open. */
enum nh_status nh_carry_from(const char *profile_path, const char *fingerprint,
                             struct nh_carried *out, struct nh_error *err);

/*
 * Put it into another store, open for writing, as nh_keyfile_store does: durable, proven,
 * without any trust, and repeating it changes nothing. *out says what it is and whether it
 * was there before.
 */
enum nh_status nh_carry_put(struct nh_store *store, const struct nh_carried *carried,
                            struct nh_incoming *out, struct nh_error *err);

/* The same, into a profile that is opened for it. NH_PRIMARY_PASSWORD: it wants that first, and
   nothing was written; the other errors of nh_store_open. */
enum nh_status nh_carry_into(const char *profile_path, const struct nh_carried *carried,
                             struct nh_incoming *out, struct nh_error *err);

#endif
