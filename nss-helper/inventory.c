/* SPDX-License-Identifier: MPL-2.0 */
#include "inventory.h"

#include "identity.h"
#include "store.h"

#include <stdlib.h>

void nh_inventory_reset(struct nh_inventory *inventory)
{
    for (size_t i = 0; i < inventory->count; i++) {
        nh_identity_free(&inventory->items[i].identity);
        nh_copies_reset(&inventory->items[i].copies);
    }
    free(inventory->items);
    *inventory = (struct nh_inventory){0};
}

/* Takes the identities over. */
static enum nh_status fill(struct nh_journal *journal, struct nh_identities *identities,
                           struct nh_inventory *out, struct nh_error *err)
{
    struct nh_owned *items = calloc(identities->count + 1, sizeof *items);
    if (!items)
        return nh_fail_memory(err);
    for (size_t i = 0; i < identities->count; i++) {
        items[i].identity = identities->items[i];
        identities->items[i] = NULL;
        nh_copies_list(journal, items[i].identity->fingerprint, &items[i].copies, NULL);
    }
    *out = (struct nh_inventory){items, identities->count};
    return NH_OK;
}

enum nh_status nh_inventory_read(struct nh_journal *journal, const char *profile_path,
                                 struct nh_inventory *out, struct nh_error *err)
{
    struct nh_store *store = NULL;
    struct nh_identities identities = {0};
    enum nh_status status = nh_store_open(profile_path, NH_STORE_READ, &store, err);
    if (!status)
        status = nh_identities_list(store, &identities, err);
    if (!status)
        status = fill(journal, &identities, out, err);
    nh_identities_reset(&identities);
    nh_store_close(&store);
    return status;
}
