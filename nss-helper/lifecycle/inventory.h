/* SPDX-License-Identifier: MPL-2.0 */
/* The identities of a profile, each with its state, its origin and its copies. */
#ifndef NH_LIFECYCLE_INVENTORY_H
#define NH_LIFECYCLE_INVENTORY_H

#include "base/status.h"
#include "certificate/standing.h"
#include "journal/copies.h"
#include "journal/job.h"
#include <stddef.h>

struct nh_identity;
struct nh_store;

struct nh_owned {
    struct nh_identity *identity;
    struct nh_standing standing;
    char site[NH_SITE_SIZE];         /* where it came from (origin.h); "" when unknown */
    bool open;                       /* its key came in a file without a password (origin.h) */
    char *portal;                    /* address of the CA's portal (origin.h); "" for none */
    const struct nh_identity *newer; /* its replacement, or NULL: for the same person and uses,
                                        begun later, valid today */
    struct nh_copies copies;
};

struct nh_inventory {
    struct nh_owned *items;
    size_t count;
};

void nh_inventory_reset(struct nh_inventory *inventory);

/*
 * List them by state, in the order of standing.h, then by the day on which they expire: the next
 * first, of those that have expired the last. `journal` may be NULL; without a readable journal,
 * site and copies are unknown. No store may be open. The errors of nh_store_open.
 */
enum nh_status nh_inventory_read(struct nh_journal *journal, const char *profile_path,
                                 struct nh_inventory *out, struct nh_error *err);

/* The same in an open store, but only this identity and those whose subject has the same bytes.
   Fast however many others there are. NH_NO_IDENTITY, NH_BAD_DATABASE. */
enum nh_status nh_inventory_read_of(struct nh_journal *journal, struct nh_store *store,
                                    const struct nh_identity *identity, struct nh_inventory *out,
                                    struct nh_error *err);

#endif
