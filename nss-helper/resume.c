/* SPDX-License-Identifier: MPL-2.0 */
#include "resume.h"

#include "buf.h"
#include "enrolment.h"
#include "files.h"
#include "keyfile.h"
#include "orphan.h"
#include "private.h"
#include "room.h"
#include "spool.h"
#include "store.h"
#include "unfinished.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void nh_resumption_reset(struct nh_resumption *resumption)
{
    for (size_t i = 0; i < resumption->count; i++)
        nh_installation_reset(&resumption->items[i].installation);
    free(resumption->items);
    *resumption = (struct nh_resumption){0};
}

/* One that another process works on, or has just ended, is none of ours. */
static bool resume_answer(struct nh_journal *journal, const char *profile_path,
                          const char *language, const char *id, struct nh_resumed *out)
{
    struct nh_spool *spool = NULL;
    snprintf(out->answer, sizeof out->answer, "%s", id);
    out->status = nh_spool_open(journal, id, &spool, &out->err);
    if (!out->status)
        out->status = nh_issuance_install(journal, profile_path, language, spool, false, NULL,
                                          &out->installation, &out->err);
    else if (out->status == NH_BUSY || out->status == NH_NO_JOB)
        return false;
    nh_spool_close(&spool);
    return true;
}

/* It was installed, but not proven any more: by an import, whose file the person has. */
static void prove_job(struct nh_journal *journal, const char *profile_path, struct nh_job *job)
{
    struct nh_store *store = NULL;
    struct nh_proof proof;
    enum nh_status status = nh_store_open(profile_path, NH_STORE_READ, &store, NULL);
    if (!status)
        status = nh_issuance_prove(journal, &store, job->fingerprint, &proof, NULL);
    nh_store_close(&store);
    job->cause = status;
    if (!status)
        nh_job_enter(journal, job, NH_JOB_VERIFIED, NULL);
    else if (status == NH_NO_IDENTITY)
        nh_job_enter(journal, job, NH_JOB_FAILED, NULL);
}

static enum nh_status resume_jobs(struct nh_journal *journal, const char *profile_path,
                                  const struct nh_names *answers, struct nh_error *err)
{
    struct nh_jobs jobs = {0};
    time_t now = time(NULL);
    enum nh_status status = nh_jobs_list(journal, &jobs, err);
    for (size_t i = 0; i < jobs.count; i++) {
        struct nh_job *job = &jobs.items[i];
        if (job->state == NH_JOB_INTENT && now - job->changed > NH_AT_WORK_SECONDS)
            nh_job_enter(journal, job, NH_JOB_FAILED, NULL);
        if (job->state == NH_JOB_INSTALLED && !nh_names_have(answers, job->answer))
            prove_job(journal, profile_path, job);
    }
    nh_jobs_reset(&jobs);
    return status;
}

/* After a process that was killed. */
static void sweep(struct nh_journal *journal)
{
    static const char *const names[] = {"jobs",    "enrolments", "certificates", "copies",
                                        "origins", "portals",    "removals",     "revoked"};
    nh_spool_sweep(journal);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *folder = nh_path_join(nh_journal_folder(journal), names[i]);
        if (folder)
            nh_folder_sweep(folder);
        free(folder);
    }
}

enum nh_status nh_resume(struct nh_journal *journal, const char *profile_path,
                         const char *language, struct nh_resumption *out, struct nh_error *err)
{
    struct nh_names answers = {0};
    struct nh_resumption done = {0};
    sweep(journal);
    enum nh_status status = nh_spool_list(journal, &answers, err);
    if (!status && answers.count)
        done.items = calloc(answers.count, sizeof *done.items);
    if (!status && answers.count && !done.items)
        status = nh_fail_memory(err);
    for (size_t i = 0; !status && i < answers.count; i++)
        done.count += resume_answer(journal, profile_path, language, answers.items[i],
                                    &done.items[done.count]);
    if (!status)
        status = resume_jobs(journal, profile_path, &answers, err);
    nh_room_balance(journal);
    nh_names_reset(&answers);
    if (status)
        nh_resumption_reset(&done);
    else
        *out = done;
    return status;
}

static enum nh_status check_forget(struct nh_journal *journal, const struct nh_job *job,
                                   struct nh_error *err)
{
    struct nh_names answers = {0};
    if (!nh_job_is_open(job) && job->state != NH_JOB_INTENT)
        return nh_fail(err, NH_NO_JOB, NULL, "This issuance has ended.");
    enum nh_status status = nh_spool_list(journal, &answers, err);
    if (!status && *job->answer && nh_names_have(&answers, job->answer))
        status = nh_fail(err, NH_HAS_CERTIFICATE, NULL,
                         "The certificate of this issuance has come and waits to be installed: "
                         "answer %s.", job->answer);
    nh_names_reset(&answers);
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
        /* Gone already, or in use: there is nothing to remove. */
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

static enum nh_status wait_again(struct nh_journal *journal, const char *answer,
                                 struct nh_error *err)
{
    struct nh_jobs jobs = {0};
    enum nh_status status = nh_jobs_list(journal, &jobs, err);
    for (size_t i = 0; !status && i < jobs.count; i++) {
        struct nh_job *job = &jobs.items[i];
        if (job->state != NH_JOB_RECEIVED || strcmp(job->answer, answer) != 0)
            continue;
        *job->answer = '\0';
        status = nh_job_enter(journal, job, NH_JOB_SENT, err);
    }
    nh_jobs_reset(&jobs);
    return status;
}

static enum nh_status throw_away(struct nh_journal *journal, const char *answer,
                                 struct nh_spool *spool, struct nh_error *err)
{
    enum nh_status status = wait_again(journal, answer, err);
    return status ? status : nh_spool_remove(spool, err);
}

enum nh_status nh_discard(struct nh_journal *journal, const char *answer, struct nh_error *err)
{
    struct nh_spool *spool = NULL;
    enum nh_status status = nh_spool_open(journal, answer, &spool, err);
    if (!status)
        status = throw_away(journal, answer, spool, err);
    nh_spool_close(&spool);
    return status;
}

/* As files of this kind are called. */
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
    const struct nh_private_place downloads = {
        .name = strncmp(site, "https://", 8) == 0 ? site + 8 : site, .extension = ending(bytes)};
    return nh_private_file(&downloads, bytes, path, err);
}

enum nh_status nh_save(struct nh_journal *journal, const char *answer, char **path,
                       struct nh_error *err)
{
    struct nh_spool *spool = NULL;
    struct nh_buf bytes = {0};
    char site[NH_SITE_SIZE];
    enum nh_status status = nh_spool_open(journal, answer, &spool, err);
    if (!status)
        status = nh_spool_read(spool, &bytes, site, err);
    if (!status)
        status = put_into_downloads(site, &bytes, path, err);
    /* Saved is saved: what is left then can be discarded later. */
    if (!status)
        throw_away(journal, answer, spool, NULL);
    nh_buf_reset(&bytes);
    nh_spool_close(&spool);
    return status;
}
