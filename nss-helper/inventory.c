/* SPDX-License-Identifier: MPL-2.0 */
#include "inventory.h"

#include "hash.h"
#include "identity.h"
#include "store.h"
#include "verify.h"

#include <cert.h>
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

struct judging {
    struct nh_store *store;
    struct nh_inventory *inventory;
    time_t now;
};

static struct nh_owned *find(const struct nh_inventory *inventory, CERTCertificate *certificate)
{
    char fingerprint[96];
    if (!nh_hash_fingerprint(certificate->derCert.data, certificate->derCert.len, fingerprint))
        return NULL;
    for (size_t i = 0; i < inventory->count; i++) {
        if (strcmp(inventory->items[i].identity->fingerprint, fingerprint) == 0)
            return &inventory->items[i];
    }
    return NULL;
}

/* All in one walk: a search for each would be a walk for each. */
static bool judge(CERTCertificate *certificate, void *context)
{
    struct judging *judging = context;
    struct nh_proof proof = {0};
    struct nh_owned *owned = find(judging->inventory, certificate);
    if (!owned)
        return true;
    nh_verify_certificate(judging->store, certificate, &proof);
    owned->standing = nh_standing_judge(owned->identity, &proof, judging->now);
    return true;
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

/* Takes the identities over. What is not proven later stays broken. */
static enum nh_status fill(struct nh_journal *journal, struct nh_identities *identities, time_t now,
                           struct nh_inventory *out, struct nh_error *err)
{
    const struct nh_proof unproven = {0};
    struct nh_jobs jobs = {0};
    struct nh_owned *items = calloc(identities->count + 1, sizeof *items);
    if (!items)
        return nh_fail_memory(err);
    if (journal)
        nh_jobs_list(journal, &jobs, NULL);
    for (size_t i = 0; i < identities->count; i++) {
        items[i].identity = identities->items[i];
        identities->items[i] = NULL;
        items[i].standing = nh_standing_judge(items[i].identity, &unproven, now);
        find_site(&jobs, &items[i]);
        if (journal)
            nh_copies_list(journal, items[i].identity->fingerprint, &items[i].copies, NULL);
    }
    nh_jobs_reset(&jobs);
    *out = (struct nh_inventory){items, identities->count};
    return NH_OK;
}

enum nh_status nh_inventory_read(struct nh_journal *journal, const char *profile_path,
                                 struct nh_inventory *out, struct nh_error *err)
{
    struct nh_store *store = NULL;
    struct nh_identities identities = {0};
    struct nh_inventory inventory = {0};
    struct judging judging = {.inventory = &inventory, .now = time(NULL)};
    enum nh_status status = nh_store_open(profile_path, NH_STORE_READ, &store, err);
    if (!status)
        status = nh_identities_list(store, &identities, err);
    if (!status)
        status = fill(journal, &identities, judging.now, &inventory, err);
    if (!status) {
        judging.store = store;
        nh_identities_walk(store, judge, &judging);
        qsort(inventory.items, inventory.count, sizeof *inventory.items, compare);
        *out = inventory;
    }
    nh_identities_reset(&identities);
    nh_store_close(&store);
    return status;
}
