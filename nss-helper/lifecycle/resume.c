/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/resume.h"

#include "base/buf.h"
#include "base/files.h"
#include "base/site.h"
#include "formats/keyfile.h"
#include "journal/enrolment.h"
#include "journal/fold.h"
#include "journal/jobs.h"
#include "journal/room.h"
#include "journal/spool.h"
#include "lifecycle/prove.h"
#include "lifecycle/replay.h"
#include "lifecycle/unfinished.h"
#include "machine/newfile.h"
#include "nss/orphan.h"
#include "nss/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Installed by an import but not proven, because the process ended. */
static void prove_job(struct nh_journal *journal, const char *profile_path, struct nh_job *job)
{
    struct nh_store *store = NULL;
    struct nh_proof proof;
    enum nh_status status = nh_store_open(profile_path, NH_STORE_READ, &store, NULL);
    if (!status)
        status = nh_prove_anew(journal, &store, job->fingerprint, job->key_id, &proof, NULL);
    nh_store_close(&store);
    job->cause = status;
    if (!status)
        nh_job_enter(journal, job, NH_JOB_VERIFIED, NULL);
    else if (status == NH_NO_IDENTITY)
        nh_job_enter(journal, job, NH_JOB_FAILED, NULL);
}

static enum nh_status resume_jobs(struct nh_journal *journal, const char *profile_path,
                                  const struct nh_names *responses, struct nh_error *err)
{
    struct nh_jobs jobs = {0};
    enum nh_status status = nh_jobs_list(journal, &jobs, err);
    for (size_t i = 0; i < jobs.count; i++) {
        struct nh_job *job = &jobs.items[i];
        enum nh_replay replay = nh_job_replay(job);
        if (replay == NH_REPLAY_FAIL)
            nh_job_enter(journal, job, NH_JOB_FAILED, NULL);
        if (replay == NH_REPLAY_PROVE && !nh_names_have(responses, job->response))
            prove_job(journal, profile_path, job);
    }
    nh_jobs_reset(&jobs);
    return status;
}

/* Clean up after killed processes. */
static void sweep(struct nh_journal *journal)
{
    nh_spool_sweep(journal);
    nh_journal_sweep(journal);
}

enum nh_status nh_resume(struct nh_journal *journal, const char *profile_path, bool in_background,
                         struct nh_resumption *out, struct nh_error *err)
{
    struct nh_names responses = {0};
    struct nh_resumption done = {0};
    sweep(journal);
    enum nh_status status = nh_spool_list(journal, &responses, err);
    if (!status)
        status = nh_replay(journal, profile_path, in_background, &done, err);
    if (!status)
        status = resume_jobs(journal, profile_path, &responses, err);
    nh_jobs_fold(journal);
    nh_room_balance(journal);
    nh_names_reset(&responses);
    if (status)
        nh_resumption_reset(&done);
    else
        *out = done;
    return status;
}

static enum nh_status check_forget(struct nh_journal *journal, const struct nh_job *job,
                                   struct nh_error *err)
{
    struct nh_names responses = {0};
    if (nh_job_has_ended(job))
        return nh_fail(err, NH_NO_JOB, NULL, "This request has already ended.");
    enum nh_status status = nh_spool_list(journal, &responses, err);
    if (!status && *job->response && nh_names_have(&responses, job->response))
        status = nh_fail(
            err, NH_HAS_CERTIFICATE, NULL,
            "The certificate of this request has come and waits to be installed (response %s).",
            job->response);
    nh_names_reset(&responses);
    return status;
}

enum nh_status nh_forget(struct nh_journal *journal, const char *profile_path, const char *id,
                         struct nh_error *err)
{
    struct nh_job job = {0};
    struct nh_store *store = NULL;
    enum nh_status status = nh_job_load(journal, id, &job, err);
    if (!status)
        status = check_forget(journal, &job, err);
    if (!status && *job.key_id) {
        status = nh_store_open(profile_path, NH_STORE_WRITE, &store, err);
        if (!status)
            status = nh_orphan_remove(store, job.key_id, err);
        nh_store_close(&store);
        /* The key is gone already, or in use: there is nothing to remove. */
        if (status == NH_NO_KEY || status == NH_HAS_CERTIFICATE)
            status = NH_OK;
    }
    if (!status)
        status = nh_job_enter(journal, &job, NH_JOB_FORGOTTEN, err);
    if (!status)
        nh_enrolment_drop(journal, id);
    nh_room_balance(journal);
    return status;
}

static enum nh_status wait_again(struct nh_journal *journal, const char *response,
                                 struct nh_error *err)
{
    struct nh_jobs jobs = {0};
    enum nh_status status = nh_jobs_list(journal, &jobs, err);
    for (size_t i = 0; !status && i < jobs.count; i++) {
        struct nh_job *job = &jobs.items[i];
        if (strcmp(job->response, response) != 0 || !nh_job_may_enter(job, NH_JOB_SENT))
            continue;
        *job->response = '\0';
        status = nh_job_enter(journal, job, NH_JOB_SENT, err);
    }
    nh_jobs_reset(&jobs);
    return status;
}

static enum nh_status throw_away(struct nh_journal *journal, const char *response,
                                 struct nh_spool *spool, struct nh_error *err)
{
    enum nh_status status = wait_again(journal, response, err);
    return status ? status : nh_spool_remove(spool, err);
}

enum nh_status nh_discard(struct nh_journal *journal, const char *response, struct nh_error *err)
{
    struct nh_spool *spool = NULL;
    enum nh_status status = nh_spool_open(journal, response, &spool, err);
    if (!status)
        status = throw_away(journal, response, spool, err);
    nh_spool_close(&spool);
    return status;
}

/* The usual file extension for the content. */
static const char *ending(const struct nh_buf *bytes)
{
    static const char armour[] = "-----BEGIN";
    if (bytes->length >= strlen(armour) && memcmp(bytes->data, armour, strlen(armour)) == 0)
        return ".pem";
    return nh_keyfile_recognise(bytes->data, bytes->length) ? ".p12" : ".cer";
}

static enum nh_status put_into_downloads(const char *site, const struct nh_buf *bytes, char **path,
                                         struct nh_error *err)
{
    char name[NH_SITE_SHOWN + 1];
    nh_site_name(site, name, sizeof name);
    const struct nh_newfile downloads = {.name = name, .extension = ending(bytes)};
    return nh_newfile_write(&downloads, bytes, path, err);
}

enum nh_status nh_save(struct nh_journal *journal, const char *response, char **path,
                       struct nh_error *err)
{
    struct nh_spool *spool = NULL;
    struct nh_buf bytes = {0};
    char site[NH_SITE_SIZE];
    enum nh_status status = nh_spool_open(journal, response, &spool, err);
    if (!status)
        status = nh_spool_read(spool, &bytes, site, err);
    if (!status)
        status = put_into_downloads(site, &bytes, path, err);
    /* It is saved; a failure to discard it is not reported. */
    if (!status)
        throw_away(journal, response, spool, NULL);
    nh_buf_reset(&bytes);
    nh_spool_close(&spool);
    return status;
}
