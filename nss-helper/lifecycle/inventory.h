/* SPDX-License-Identifier: MPL-2.0 */
/* What the profile has: each identity, how it stands, where it came from, and where it was
   carried to. */
#ifndef NH_LIFECYCLE_INVENTORY_H
#define NH_LIFECYCLE_INVENTORY_H

#include "base/status.h"
#include "certificate/standing.h"
#include "journal/copies.h"
#include "journal/job.h"
#include <stddef.h>

struct nh_identity;

struct nh_owned {
    struct nh_identity *identity;
    struct nh_standing standing;
    char site[NH_SITE_SIZE]; /* that it came from (origin.h); "" when nothing is known of it */
    bool open;               /* its key came in a file that anybody could open (origin.h) */
    char *portal;            /* where the person goes for such a one (origin.h); "" for none */
    const struct nh_identity *newer; /* another of them that takes its place, or NULL: for the
                                        same person and the same uses, begun later, valid today */
    struct nh_copies copies;
};

struct nh_inventory {
    struct nh_owned *items;
    size_t count;
};

void nh_inventory_reset(struct nh_inventory *inventory);

/*
 * By their state, as in standing.h, and then by their end, the next one first; of what has
 * expired the last one. The errors of nh_store_open. Without a journal, and where it can't
 * be read, no site and no copy is known.
 */
enum nh_status nh_inventory_read(struct nh_journal *journal, const char *profile_path,
                                 struct nh_inventory *out, struct nh_error *err);

#endif
