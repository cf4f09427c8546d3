/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/due.h"

#include "base/language.h"
#include "certificate/describe.h"
#include "certificate/find.h"
#include "certificate/standing.h"
#include "journal/archive.h"
#include "journal/jobs.h"
#include "nss/store.h"

#include <cert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void nh_dues_reset(struct nh_dues *dues)
{
    for (size_t i = 0; i < dues->count; i++)
        free(dues->items[i].name);
    free(dues->items);
    *dues = (struct nh_dues){0};
}

/* A job and its enrolment. */
struct entry {
    struct nh_job job;
    struct nh_enrolment enrolment;
};

struct entries {
    struct entry *items;
    size_t count;
};

static void reset_entries(struct entries *entries)
{
    for (size_t i = 0; i < entries->count; i++)
        nh_enrolment_reset(&entries->items[i].enrolment);
    free(entries->items);
    *entries = (struct entries){0};
}

/* List the jobs at EST servers that are open or have brought a certificate. */
static enum nh_status list_entries(struct nh_journal *journal, struct entries *out,
                                   struct nh_error *err)
{
    struct nh_jobs jobs = {0};
    struct entries found = {0};
    enum nh_status status = nh_jobs_list_enrolled(journal, &jobs, err);
    if (!status && !(found.items = calloc(jobs.count + 1, sizeof *found.items)))
        status = nh_fail_memory(err);
    for (size_t i = 0; !status && i < jobs.count; i++) {
        struct entry *entry = &found.items[found.count];
        const struct nh_job *job = &jobs.items[i];
        if ((!nh_job_is_open(job) && !nh_job_is_done(job)) ||
            nh_enrolment_load(journal, job->id, &entry->enrolment, NULL))
            continue;
        entry->job = *job;
        found.count++;
    }
    nh_jobs_reset(&jobs);
    if (status)
        reset_entries(&found);
    else
        *out = found;
    return status;
}

/* Whether an open or a finished job renews it. */
static bool is_renewed(const struct entries *entries, const char *fingerprint)
{
    for (size_t i = 0; i < entries->count; i++) {
        if (strcmp(entries->items[i].enrolment.renews, fingerprint) == 0)
            return true;
    }
    return false;
}

/* The copy of the certificate in the journal. */
static CERTCertificate *find_kept(struct nh_journal *journal, const char *fingerprint)
{
    char *path = nh_archive_find(journal, fingerprint);
    CERTCertificate *certificate = path ? nh_archive_read(path) : NULL;
    free(path);
    return certificate;
}

static bool add(struct nh_dues *out, const char *name, const char *fingerprint, time_t until,
                const struct nh_job *job)
{
    struct nh_due *it = &out->items[out->count];
    *it = (struct nh_due){.name = strdup(name), .until = until, .job = *job};
    snprintf(it->fingerprint, sizeof it->fingerprint, "%s", fingerprint);
    out->count += it->name != NULL;
    return it->name != NULL;
}

struct look {
    struct nh_journal *journal;
    struct nh_store *store;
    bool locked;
    struct nh_due_rule rule;
    time_t now;
};

/* Describe a certificate, which may be NULL. */
static struct nh_identity *describe(CERTCertificate *certificate)
{
    struct nh_identity *it = certificate ? nh_describe(certificate) : NULL;
    if (certificate)
        CERT_DestroyCertificate(certificate);
    return it;
}

static struct nh_identity *find(const struct look *look, const char *fingerprint,
                                const char *key_id)
{
    return describe(look->locked ? find_kept(look->journal, fingerprint)
                                 : nh_identity_certificate(look->store, fingerprint, key_id));
}

static bool is_chosen(const struct look *look, const struct nh_identity *it)
{
    if (look->now > it->not_after)
        return false;
    switch (look->rule.choice) {
    case NH_DUE_NEAR: return nh_standing_is_near(it, look->now);
    case NH_DUE_WITHIN: return nh_days_between(look->now, it->not_after) <= look->rule.days;
    case NH_DUE_ALL: break;
    }
    return true;
}

/*
 * If the last renewal brought a certificate that expires no later than the one before, and so is
 * valid for a shorter time, the CA itself expires then and would issue the same again. A person who
 * names the certificate, or renews all, is not stopped.
 */
static bool is_capped(const struct look *look, const struct nh_identity *it, const char *renewed)
{
    bool wanted = look->rule.choice == NH_DUE_ALL || !*renewed;
    struct nh_identity *old = wanted ? NULL : describe(find_kept(look->journal, renewed));
    bool capped = old && it->not_after <= old->not_after &&
                  (it->not_after - it->not_before) * 10 < (old->not_after - old->not_before) * 9;
    nh_identity_free(&old);
    return capped;
}

static enum nh_status add_certificate(const struct look *look, const struct entry *entry,
                                      struct nh_dues *out, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    struct nh_identity *it = find(look, entry->job.fingerprint, entry->job.key_id);
    if (it && is_chosen(look, it)) {
        if (add(out, it->name, entry->job.fingerprint, it->not_after, &entry->job))
            out->items[out->count - 1].capped = is_capped(look, it, entry->enrolment.renews);
        else
            status = nh_fail_memory(err);
    }
    nh_identity_free(&it);
    return status;
}

/* An open request gets the name of the certificate that it renews, else that of its own subject. */
static enum nh_status add_open(const struct look *look, const struct entry *entry,
                               struct nh_dues *out, struct nh_error *err)
{
    const struct nh_enrolment *enrolment = &entry->enrolment;
    struct nh_identity *old = *enrolment->renews ? find(look, enrolment->renews, "") : NULL;
    const char *name = old ? old->name : *enrolment->renews ? _("a renewal") : enrolment->subject;
    bool added = add(out, name, enrolment->renews, 0, &entry->job);
    nh_identity_free(&old);
    return added ? NH_OK : nh_fail_memory(err);
}

static enum nh_status fill(const struct look *look, const struct entries *entries,
                           struct nh_dues *out, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    for (size_t i = 0; !status && i < entries->count; i++) {
        const struct entry *it = &entries->items[i];
        if (nh_job_is_open(&it->job))
            status = add_open(look, it, out, err);
        else if (!is_renewed(entries, it->job.fingerprint))
            status = add_certificate(look, it, out, err);
    }
    return status;
}

enum nh_status nh_dues_list(struct nh_journal *journal, const char *profile_path, bool locked,
                            const struct nh_due_rule *rule, struct nh_dues *out,
                            struct nh_error *err)
{
    struct look look = {.journal = journal, .locked = locked, .rule = *rule, .now = time(NULL)};
    struct entries entries = {0};
    struct nh_dues found = {0};
    enum nh_status status = list_entries(journal, &entries, err);
    if (!status && entries.count)
        status =
            nh_store_open(profile_path, locked ? NH_STORE_LOOK : NH_STORE_READ, &look.store, err);
    if (!status && !(found.items = calloc(entries.count + 1, sizeof *found.items)))
        status = nh_fail_memory(err);
    if (!status)
        status = fill(&look, &entries, &found, err);
    nh_store_close(&look.store);
    reset_entries(&entries);
    if (status)
        nh_dues_reset(&found);
    else
        *out = found;
    return status;
}

/* A renewal logs in with the certificate, and with a user name only if there was one before. */
static bool wants_login(const struct entries *entries, const struct entry *it)
{
    const struct nh_enrolment *enrolment = &it->enrolment;
    if (!*enrolment->user)
        return false;
    return nh_job_is_open(&it->job) ||
           ((*enrolment->renews || *enrolment->with) && !is_renewed(entries, it->job.fingerprint));
}

enum nh_status nh_dues_want_login(struct nh_journal *journal, bool *want, struct nh_error *err)
{
    struct entries entries = {0};
    enum nh_status status = list_entries(journal, &entries, err);
    *want = false;
    for (size_t i = 0; i < entries.count; i++)
        *want |= wants_login(&entries, &entries.items[i]);
    reset_entries(&entries);
    return status;
}

enum nh_status nh_due_renewal(struct nh_journal *journal, const char *fingerprint,
                              struct nh_job *out, struct nh_error *err)
{
    struct entries entries = {0};
    enum nh_status status = list_entries(journal, &entries, err);
    for (size_t i = 0; i < entries.count; i++) {
        if (nh_enrolment_goes_on(journal, &entries.items[i].job) &&
            strcmp(entries.items[i].enrolment.renews, fingerprint) == 0)
            *out = entries.items[i].job;
    }
    reset_entries(&entries);
    return status;
}

enum nh_status nh_follows_list(struct nh_journal *journal, struct nh_dues *out,
                               struct nh_error *err)
{
    struct entries entries = {0};
    struct nh_dues found = {0};
    enum nh_status status = list_entries(journal, &entries, err);
    if (!status && !(found.items = calloc(entries.count + 1, sizeof *found.items)))
        status = nh_fail_memory(err);
    for (size_t i = 0; !status && i < entries.count; i++) {
        const struct entry *it = &entries.items[i];
        if (nh_job_is_done(&it->job) && it->enrolment.follow != NH_FOLLOW_NOTHING &&
            !add(&found, "", it->enrolment.renews, 0, &it->job))
            status = nh_fail_memory(err);
    }
    reset_entries(&entries);
    if (status)
        nh_dues_reset(&found);
    else
        *out = found;
    return status;
}
