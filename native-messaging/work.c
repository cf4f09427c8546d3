/* SPDX-License-Identifier: MPL-2.0 */
#include "work.h"

#include "buf.h"
#include "certfile.h"
#include "key.h"
#include "request.h"
#include "spool.h"
#include "store.h"

#include <stdio.h>
#include <string.h>

static void close_store(struct nh_store **store)
{
    if (!nh_store_close(store))
        fprintf(stderr, "nss-helper-host: NSS still holds references: a leak in this program.\n");
}

enum nh_status nh_work_check(const char *profile_path, struct nh_error *err)
{
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(profile_path, NH_STORE_READ, &store, err);
    close_store(&store);
    return status;
}

/* The request is signed before the key is stored: what can fail has failed by then,
   and leaves no key behind that nobody waits for. */
static enum nh_status make_key(struct nh_store *store, struct nh_journal *journal,
                               struct nh_job *job, const char *challenge, struct nh_buf *spkac,
                               struct nh_error *err)
{
    struct nh_key *key = NULL;
    enum nh_status status = nh_key_prepare(store, job->kind, &key, err);
    if (!status)
        status = nh_key_hash(key, job->key_hash, err);
    if (!status)
        status = nh_request_spkac(key, challenge, spkac, err);
    if (!status)
        status = nh_job_enter(journal, job, NH_JOB_KEY, err);
    if (!status)
        status = nh_key_keep(store, key, err);
    nh_key_free(&key);
    return status;
}

enum nh_status nh_work_issue(struct nh_journal *journal, const char *profile_path,
                             struct nh_job *job, const char *challenge, struct nh_buf *spkac,
                             struct nh_error *err)
{
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(profile_path, NH_STORE_WRITE, &store, err);
    if (status)
        return status;
    status = nh_job_begin(journal, job, err);
    if (!status) {
        status = make_key(store, journal, job, challenge, spkac, err);
        if (status)
            nh_job_enter(journal, job, NH_JOB_FAILED, NULL);
    }
    close_store(&store);
    return status;
}

void nh_installation_reset(struct nh_installation *installation)
{
    nh_answer_reset(&installation->answer);
    *installation = (struct nh_installation){0};
}

/* One answer on its way from the spool into the profile. */
struct passage {
    struct nh_journal *journal;
    struct nh_store *store;
    struct nh_bufs certificates;
    struct nh_job job; /* its id is "" when none waits for the key */
    char site[NH_SITE_SIZE];
};

/* Why the person must be asked first, or NULL. Public keys are public: anybody may
   send a certificate for a key that is here. */
static const char *doubt(const struct passage *passage, const struct nh_answer *answer)
{
    const struct nh_job *job = &passage->job;
    if (answer->known && answer->intermediates == 0)
        return NULL; /* nothing would be written */
    if (answer->renewed && !answer->known)
        return "has-certificate";
    if (!*job->id)
        return "no-job";
    if (strcmp(passage->site, job->site) != 0 && strcmp(passage->site, job->target) != 0)
        return "other-site";
    return NULL;
}

static enum nh_status find_job(struct passage *passage, const char *key_hash, struct nh_error *err)
{
    struct nh_error missing = {0};
    enum nh_status status = nh_job_of_key(passage->journal, key_hash, &passage->job, &missing);
    if (status == NH_NO_JOB)
        return NH_OK;
    if (status && err)
        *err = missing;
    return status;
}

static enum nh_status look(struct passage *passage, const struct nh_buf *bytes, bool agreed,
                           struct nh_installation *out, struct nh_error *err)
{
    enum nh_status status =
        nh_certfile_read(bytes->data, bytes->length, &passage->certificates, err);
    if (!status)
        status = nh_answer_read(passage->store, &passage->certificates, &out->answer, err);
    if (!status)
        status = find_job(passage, out->answer.identity->key_hash, err);
    if (status)
        return status;
    memcpy(out->job, passage->job.id, sizeof out->job);
    out->reason = agreed ? NULL : doubt(passage, &out->answer);
    if (out->reason)
        return nh_fail(err, NH_ASK, NULL, "The person must say yes to this certificate (%s).",
                       out->reason);
    return NH_OK;
}

static enum nh_status enter(struct passage *passage, enum nh_job_state state,
                            struct nh_error *err)
{
    return *passage->job.id ? nh_job_enter(passage->journal, &passage->job, state, err) : NH_OK;
}

static enum nh_status install(struct passage *passage, const char *language,
                              struct nh_installation *out, struct nh_error *err)
{
    struct nh_answer installed = {0};
    enum nh_status status = nh_identity_install(passage->store, &passage->certificates, language,
                                                &installed, err);
    if (status)
        return status;
    nh_answer_reset(&out->answer);
    out->answer = installed;
    snprintf(passage->job.fingerprint, sizeof passage->job.fingerprint, "%s",
             installed.identity->fingerprint);
    status = enter(passage, NH_JOB_INSTALLED, err);
    if (!status) {
        out->tried = true;
        status = nh_verify(passage->store, installed.identity->fingerprint, &out->proof, err);
    }
    return status ? status : enter(passage, NH_JOB_VERIFIED, err);
}

/* Nothing that is tried later would change these; the rest is about the moment. */
static bool is_final(enum nh_status status)
{
    switch (status) {
    case NH_OK:
    case NH_BAD_DATA:
    case NH_NO_CERTIFICATE:
    case NH_NO_KEY:
    case NH_NOT_PROVEN:
        return true;
    default:
        return false;
    }
}

enum nh_status nh_work_install(struct nh_journal *journal, const char *profile_path,
                               const char *language, const char *id, bool agreed,
                               struct nh_installation *out, struct nh_error *err)
{
    struct passage passage = {.journal = journal};
    struct nh_buf bytes = {0};
    enum nh_status status = nh_spool_read(journal, id, &bytes, passage.site, err);
    if (status)
        return status;
    out->kept = true;
    status = nh_store_open(profile_path, NH_STORE_WRITE, &passage.store, err);
    if (!status)
        status = look(&passage, &bytes, agreed, out, err);
    if (!status)
        status = install(&passage, language, out, err);
    /* What stays behind is no harm: the certificate is there, or was refused. */
    if (passage.store && is_final(status))
        out->kept = nh_spool_remove(journal, id, NULL) != NH_OK;
    nh_bufs_reset(&passage.certificates);
    nh_buf_reset(&bytes);
    close_store(&passage.store);
    return status;
}
