/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/inventory.h"

#include "certificate/find.h"
#include "certificate/verify.h"
#include "journal/origin.h"
#include "nss/hash.h"
#include "nss/store.h"
#include "revocation/revocation.h"

#include <cert.h>
#include <stdlib.h>
#include <string.h>

void nh_inventory_reset(struct nh_inventory *inventory)
{
    for (size_t i = 0; i < inventory->count; i++) {
        nh_identity_free(&inventory->items[i].identity);
        nh_copies_reset(&inventory->items[i].copies);
        free(inventory->items[i].portal);
    }
    free(inventory->items);
    *inventory = (struct nh_inventory){0};
}

struct judging {
    const struct nh_journal *journal;
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

static bool is_revoked(const struct nh_journal *journal, const struct nh_owned *owned)
{
    return journal && nh_revocation_is_known(journal, owned->identity->fingerprint);
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
    owned->standing = nh_standing_judge(owned->identity, &proof,
                                        is_revoked(judging->journal, owned), judging->now);
    return true;
}

static bool are_same(char *const *one, char *const *other)
{
    while (*one && *other && strcmp(*one, *other) == 0) {
        one++;
        other++;
    }
    return !*one && !*other;
}

/* A CA may change its own name between two, and nobody's e-mail address. */
static bool takes_its_place(const struct nh_owned *newer, const struct nh_owned *older)
{
    const struct nh_identity *one = newer->identity, *other = older->identity;
    bool works =
        newer->standing.state == NH_STANDING_GOOD || newer->standing.state == NH_STANDING_SOON;
    return works && one->not_before > other->not_before && one->login == other->login &&
           one->mail == other->mail && strcmp(one->subject, other->subject) == 0 &&
           are_same(one->emails, other->emails);
}

static void find_newer(struct nh_inventory *inventory)
{
    for (size_t i = 0; i < inventory->count; i++) {
        struct nh_owned *older = &inventory->items[i];
        for (size_t k = 0; k < inventory->count; k++) {
            const struct nh_owned *newer = &inventory->items[k];
            if (takes_its_place(newer, older) &&
                (!older->newer || newer->identity->not_before > older->newer->not_before))
                older->newer = newer->identity;
        }
    }
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

/* What the journal knows of it. */
static void remember(struct nh_journal *journal, const struct nh_jobs *jobs, struct nh_owned *owned)
{
    const char *fingerprint = owned->identity->fingerprint;
    nh_origin_site(journal, jobs, fingerprint, owned->site);
    owned->portal = nh_origin_portal(journal, owned->site, fingerprint);
    nh_copies_list(journal, fingerprint, &owned->copies, NULL);
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
        items[i].standing = nh_standing_judge(items[i].identity, &unproven, false, now);
        if (journal)
            remember(journal, &jobs, &items[i]);
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
    struct judging judging = {.journal = journal, .inventory = &inventory, .now = time(NULL)};
    enum nh_status status = nh_store_open(profile_path, NH_STORE_READ, &store, err);
    if (!status)
        status = nh_identities_list(store, &identities, err);
    if (!status)
        status = fill(journal, &identities, judging.now, &inventory, err);
    if (!status) {
        judging.store = store;
        nh_identities_walk(store, judge, &judging);
        qsort(inventory.items, inventory.count, sizeof *inventory.items, compare);
        find_newer(&inventory);
        *out = inventory;
    }
    nh_identities_reset(&identities);
    nh_store_close(&store);
    return status;
}
