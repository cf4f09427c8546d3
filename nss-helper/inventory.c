/* SPDX-License-Identifier: MPL-2.0 */
#include "inventory.h"

#include "identity.h"
#include "store.h"
#include "verify.h"

#include <stdlib.h>
#include <string.h>

void nh_inventory_reset(struct nh_inventory *inventory)
{
    for (size_t i = 0; i < inventory->count; i++) {
        nh_identity_free(&inventory->items[i].identity);
        nh_copies_reset(&inventory->items[i].copies);
    }
    free(inventory->items);
    *inventory = (struct nh_inventory){0};
}

/* The newest job that brought it: they are listed the oldest first. */
static void find_site(const struct nh_jobs *jobs, struct nh_owned *owned)
{
    for (size_t i = 0; i < jobs->count; i++) {
        const struct nh_job *job = &jobs->items[i];
        bool ended = job->state == NH_JOB_INSTALLED || job->state == NH_JOB_VERIFIED;
        if (ended && strcmp(job->fingerprint, owned->identity->fingerprint) == 0)
            memcpy(owned->site, job->site, sizeof owned->site);
    }
}

static void judge(struct nh_store *store, struct nh_owned *owned)
{
    struct nh_proof proof = {0};
    nh_verify(store, owned->identity->fingerprint, &proof, NULL);
    owned->standing = nh_standing_judge(owned->identity, &proof, time(NULL));
}

static int compare(const void *one, const void *other)
{
    const struct nh_owned *a = one, *b = other;
    if (a->standing.state != b->standing.state)
        return a->standing.state < b->standing.state ? -1 : 1;
    time_t end = a->identity->not_after, other_end = b->identity->not_after;
    int later = (end > other_end) - (end < other_end);
    return a->standing.state == NH_STANDING_EXPIRED ? -later : later;
}

/* Takes the identities over. */
static enum nh_status fill(struct nh_journal *journal, struct nh_store *store,
                           struct nh_identities *identities, struct nh_inventory *out,
                           struct nh_error *err)
{
    struct nh_jobs jobs = {0};
    struct nh_owned *items = calloc(identities->count + 1, sizeof *items);
    if (!items)
        return nh_fail_memory(err);
    if (journal)
        nh_jobs_list(journal, &jobs, NULL);
    for (size_t i = 0; i < identities->count; i++) {
        items[i].identity = identities->items[i];
        identities->items[i] = NULL;
        judge(store, &items[i]);
        find_site(&jobs, &items[i]);
        if (journal)
            nh_copies_list(journal, items[i].identity->fingerprint, &items[i].copies, NULL);
    }
    qsort(items, identities->count, sizeof *items, compare);
    nh_jobs_reset(&jobs);
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
        status = fill(journal, store, &identities, out, err);
    nh_identities_reset(&identities);
    nh_store_close(&store);
    return status;
}
