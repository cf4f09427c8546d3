/* SPDX-License-Identifier: MPL-2.0 */
/* A person's certificates, and how each of them stands today. */
#ifndef PORTAL_ISSUED_H
#define PORTAL_ISSUED_H

#include "certificate.h"
#include "revocation.h"

#define ISSUED_MAX 20

enum issued_state {
    ISSUED_GOOD,
    ISSUED_SOON,    /* ends soon: may be renewed */
    ISSUED_RENEWED, /* it was, and is still good */
    ISSUED_EXPIRED,
    ISSUED_REVOKING,
    ISSUED_REVOKED,
};

struct issued {
    struct certificate_info info;
    struct revocation revocation;
    enum issued_state state;
    time_t renew_from;
};

/* The newest first: how many, or -1. */
int issued_list(struct store *store, const char *user, time_t now, struct issued list[ISSUED_MAX]);

/* One of the user's own. */
bool issued_find(struct store *store, const char *user, const char *serial, time_t now,
                 struct issued *one);

/* Was the certificate of this serial issued for this key? */
bool issued_for_key(struct store *store, const char *serial, const EVP_PKEY *key);

/* May it still be revoked? */
bool issued_revocable(const struct issued *one);

#endif
