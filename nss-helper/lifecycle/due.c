/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/due.h"

#include "certificate/describe.h"
#include "certificate/find.h"
#include "journal/archive.h"
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

/* A job with what stands beside it. */
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

/* The jobs at EST servers that wait, or have brought a certificate. */
static enum nh_status list_entries(struct nh_journal *journal, struct entries *out,
                                   struct nh_error *err)
{
    struct nh_jobs jobs = {0};
    struct entries found = {0};
    enum nh_status status = nh_jobs_list(journal, &jobs, err);
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

/* By an open job, or by one that has come to its end. */
static bool is_renewed(const struct entries *entries, const char *fingerprint)
{
    for (size_t i = 0; i < entries->count; i++) {
        if (strcmp(entries->items[i].enrolment.renews, fingerprint) == 0)
            return true;
    }
    return false;
}

/* The certificate as it was kept beside the journal. */
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
    bool locked, only_due;
};

static enum nh_status add_certificate(const struct look *look, const struct nh_job *job,
                                      struct nh_dues *out, struct nh_error *err)
{
    time_t now = time(NULL);
    enum nh_status status = NH_OK;
    CERTCertificate *certificate = look->locked
                                       ? find_kept(look->journal, job->fingerprint)
                                       : nh_identity_certificate(look->store, job->fingerprint);
    struct nh_identity *it = certificate ? nh_describe(certificate) : NULL;
    if (it && now <= it->not_after && (!look->only_due || it->not_after - now <= NH_DUE_SECONDS) &&
        !add(out, it->name, job->fingerprint, it->not_after, job))
        status = nh_fail_memory(err);
    nh_identity_free(&it);
    if (certificate)
        CERT_DestroyCertificate(certificate);
    return status;
}

static enum nh_status fill(const struct look *look, const struct entries *entries,
                           struct nh_dues *out, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    for (size_t i = 0; !status && i < entries->count; i++) {
        const struct entry *it = &entries->items[i];
        const char *name = *it->enrolment.renews ? "a renewal" : it->enrolment.subject;
        if (nh_job_is_open(&it->job))
            status =
                add(out, name, it->enrolment.renews, 0, &it->job) ? NH_OK : nh_fail_memory(err);
        else if (!is_renewed(entries, it->job.fingerprint))
            status = add_certificate(look, &it->job, out, err);
    }
    return status;
}

enum nh_status nh_dues_list(struct nh_journal *journal, const char *profile_path, bool locked,
                            bool only_due, struct nh_dues *out, struct nh_error *err)
{
    struct look look = {.journal = journal, .locked = locked, .only_due = only_due};
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
