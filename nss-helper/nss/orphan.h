/* SPDX-License-Identifier: MPL-2.0 */
/* Private keys without a certificate: of requests that are not finished, or that failed. */
#ifndef NH_NSS_ORPHAN_H
#define NH_NSS_ORPHAN_H

#include "base/status.h"
#include "nss/key.h"
#include <stddef.h>

struct nh_store;

struct nh_orphan {
    char key_id[NH_KEY_ID_SIZE];
    char kind[24]; /* "RSA 2048", "EC P-256" */
};

struct nh_orphans {
    struct nh_orphan *items;
    size_t count;
};

void nh_orphans_reset(struct nh_orphans *orphans);

/* List the keys of the profile that have no certificate in it. */
enum nh_status nh_orphans_list(struct nh_store *store, struct nh_orphans *out,
                               struct nh_error *err);

/* Remove such a key; it is removed from the disk when this returns, and can't be restored.
   NH_NO_KEY when it is not there. NH_HAS_CERTIFICATE when it has a certificate; it is not removed
   then. */
enum nh_status nh_orphan_remove(struct nh_store *store, const char *key_id, struct nh_error *err);

#endif
