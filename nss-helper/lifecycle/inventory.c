/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/inventory.h"

#include "certificate/describe.h"
#include "certificate/find.h"
#include "certificate/verify.h"
#include "journal/origin.h"
#include "lifecycle/listed.h"
#include "machine/sites.h"
#include "nss/roots.h"
#include "nss/store.h"
#include "revocation/heard.h"

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

/* The certificates that were found, each once, with their descriptions. */
struct found {
    struct nh_identities identities;
    CERTCertificate **certificates; /* as many */
};

static void reset_found(struct found *found)
{
    for (size_t i = 0; i < found->identities.count; i++)
        CERT_DestroyCertificate(found->certificates[i]);
    free(found->certificates);
    nh_identities_reset(&found->identities);
}

static bool is_found(const struct found *found, CERTCertificate *certificate)
{
    for (size_t i = 0; i < found->identities.count; i++)
        if (found->certificates[i] == certificate) /* NSS has one object for equal certificates */
            return true;
    return false;
}

static bool add(CERTCertificate *certificate, void *context)
{
    struct found *found = context;
    size_t count = found->identities.count;
    if (is_found(found, certificate))
        return true;
    struct nh_identity **items = reallocarray(found->identities.items, count + 1, sizeof *items);
    if (!items)
        return false;
    found->identities.items = items;
    CERTCertificate **certificates =
        reallocarray(found->certificates, count + 1, sizeof *certificates);
    if (!certificates)
        return false;
    found->certificates = certificates;
    if (!(items[count] = nh_describe(certificate)))
        return false;
    certificates[count] = CERT_DupCertificate(certificate);
    found->identities.count++;
    return true;
}

static enum nh_status fail_list(struct nh_error *err)
{
    return nh_fail_nss(err, NH_BAD_DATABASE, "The certificates of the profile can't be listed.");
}

static enum nh_status find_all(struct nh_store *store, struct found *found, struct nh_error *err)
{
    PORT_SetError(0);
    return nh_identities_walk(store, add, found) ? NH_OK : fail_list(err);
}

static enum nh_status find_of(struct nh_store *store, const struct nh_identity *identity,
                              struct found *found, struct nh_error *err)
{
    CERTCertificate *certificate = nh_identity_stored(store, identity);
    if (!certificate)
        return nh_fail(err, NH_NO_IDENTITY, NULL, "The certificate is not in the profile.");
    PORT_SetError(0);
    bool whole = nh_identities_walk_subject(store, certificate, add, found);
    CERT_DestroyCertificate(certificate);
    return whole ? NH_OK : fail_list(err);
}

static bool is_revoked(const struct nh_journal *journal, const struct nh_owned *owned)
{
    return journal && nh_heard_revoked(journal, owned->identity->fingerprint);
}

/* `certificates` has the order of the inventory. */
static void judge_all(const struct nh_journal *journal, struct nh_store *store,
                      CERTCertificate *const certificates[], struct nh_inventory *inventory)
{
    time_t now = time(NULL);
    SECMODModule *roots = nh_roots_load();
    for (size_t i = 0; i < inventory->count; i++) {
        struct nh_owned *owned = &inventory->items[i];
        struct nh_proof proof = {0};
        nh_verify_certificate(store, certificates[i], &proof);
        owned->standing =
            nh_standing_judge(owned->identity, &proof, is_revoked(journal, owned), now);
    }
    nh_roots_unload(roots);
}

static bool are_same(char *const *one, char *const *other)
{
    while (*one && *other && strcmp(*one, *other) == 0) {
        one++;
        other++;
    }
    return !*one && !*other;
}

/* A CA may change its name between two certificates, but not the person's e-mail address. */
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

/* Fill in what the journal knows. */
static void remember(struct nh_journal *journal, struct nh_inventory *inventory)
{
    struct nh_jobs jobs = {0};
    struct nh_sites sites = {0};
    nh_jobs_list(journal, &jobs, NULL);
    nh_sites_read(&sites, NULL);
    for (size_t i = 0; i < inventory->count; i++) {
        struct nh_owned *owned = &inventory->items[i];
        const char *fingerprint = owned->identity->fingerprint;
        nh_origin_site(journal, &jobs, fingerprint, owned->site);
        owned->open = nh_origin_is_open(journal, fingerprint);
        owned->portal = nh_listed_portal(journal, &sites, owned->site, fingerprint);
        nh_copies_list(journal, fingerprint, &owned->copies, NULL);
    }
    nh_sites_reset(&sites);
    nh_jobs_reset(&jobs);
}

/* Takes ownership of the identities. */
static enum nh_status take(struct nh_identities *identities, struct nh_inventory *out,
                           struct nh_error *err)
{
    struct nh_owned *items = calloc(identities->count + 1, sizeof *items);
    if (!items)
        return nh_fail_memory(err);
    for (size_t i = 0; i < identities->count; i++) {
        items[i].identity = identities->items[i];
        identities->items[i] = NULL;
    }
    *out = (struct nh_inventory){items, identities->count};
    return NH_OK;
}

/* Make an inventory of what was found. Takes ownership of the descriptions. */
static enum nh_status complete(struct nh_journal *journal, struct nh_store *store,
                               struct found *found, struct nh_inventory *out, struct nh_error *err)
{
    enum nh_status status = take(&found->identities, out, err);
    if (status)
        return status;
    judge_all(journal, store, found->certificates, out);
    if (journal)
        remember(journal, out);
    qsort(out->items, out->count, sizeof *out->items, compare);
    find_newer(out);
    return NH_OK;
}

enum nh_status nh_inventory_read(struct nh_journal *journal, const char *profile_path,
                                 struct nh_inventory *out, struct nh_error *err)
{
    struct nh_store *store = NULL;
    struct found found = {0};
    enum nh_status status = nh_store_open(profile_path, NH_STORE_READ, &store, err);
    if (!status)
        status = find_all(store, &found, err);
    if (!status)
        status = complete(journal, store, &found, out, err);
    reset_found(&found);
    nh_store_close(&store);
    return status;
}

enum nh_status nh_inventory_read_of(struct nh_journal *journal, struct nh_store *store,
                                    const struct nh_identity *identity, struct nh_inventory *out,
                                    struct nh_error *err)
{
    struct found found = {0};
    enum nh_status status = find_of(store, identity, &found, err);
    if (!status)
        status = complete(journal, store, &found, out, err);
    reset_found(&found);
    return status;
}
