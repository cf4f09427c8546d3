/* SPDX-License-Identifier: MPL-2.0 */
/* What the profile has: each identity, and where it was carried to. */
#ifndef NH_INVENTORY_H
#define NH_INVENTORY_H

#include "copies.h"
#include "job.h"
#include "status.h"
#include <stddef.h>

struct nh_identity;

struct nh_owned {
    struct nh_identity *identity;
    struct nh_copies copies;
};

struct nh_inventory {
    struct nh_owned *items;
    size_t count;
};

void nh_inventory_reset(struct nh_inventory *inventory);

/* The errors of nh_store_open. Copies that can't be read are none. */
enum nh_status nh_inventory_read(struct nh_journal *journal, const char *profile_path,
                                 struct nh_inventory *out, struct nh_error *err);

#endif
