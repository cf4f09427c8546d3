/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/passage.h"

#include "base/buf.h"
#include "certificate/describe.h"
#include "certificate/find.h"
#include "formats/certfile.h"
#include "formats/incoming.h"
#include "journal/jobs.h"
#include "lifecycle/prove.h"

#include <cert.h>
#include <stdio.h>
#include <string.h>

static bool is_accepted(const struct nh_passage *passage)
{
    const struct nh_job *job = &passage->job;
    return *job->id && nh_job_has_response(job) && strcmp(job->response, passage->response) == 0;
}

/* Anybody can issue a certificate for a public key, so a matching key alone is not enough. */
const char *nh_passage_doubt(const struct nh_passage *passage, const char *site,
                             const struct nh_incoming *incoming)
{
    const struct nh_job *job = &passage->job;
    if (is_accepted(passage) || (incoming->known && incoming->intermediates == 0))
        return NULL; /* a job continues, or nothing would be written */
    if (incoming->renewed && !incoming->known)
        return "has-certificate";
    if (!*job->id)
        return "no-job";
    if (strcmp(site, job->site) != 0 && strcmp(site, job->target) != 0)
        return "other-site";
    return NULL;
}

enum nh_status nh_passage_find(struct nh_passage *passage, const char *key_hash,
                               struct nh_error *err)
{
    struct nh_jobs jobs = {0};
    enum nh_status status = nh_jobs_list(passage->journal, &jobs, err);
    for (size_t i = 0; i < jobs.count; i++) {
        const struct nh_job *job = &jobs.items[i];
        if (strcmp(job->key_hash, key_hash) != 0 || is_accepted(passage))
            continue;
        bool named = *passage->response && strcmp(job->response, passage->response) == 0;
        if (nh_job_is_open(job) || (named && nh_job_is_done(job)))
            passage->job = *job;
    }
    nh_jobs_reset(&jobs);
    return status;
}

/* Find the open job for the key of this certificate. */
static void find_job_of(struct nh_passage *passage, const struct nh_buf *der)
{
    CERTCertificate *certificate = nh_certfile_decode(der);
    struct nh_identity *identity = certificate ? nh_describe(certificate) : NULL;
    if (identity)
        nh_passage_find(passage, identity->key_hash, NULL);
    nh_identity_free(&identity);
    if (certificate)
        CERT_DestroyCertificate(certificate);
}

bool nh_passage_is_awaited(const struct nh_passage *passage)
{
    struct nh_passage waiting = {.journal = passage->journal, .response = ""};
    for (size_t i = 0; i < passage->certificates->count && !*waiting.job.id; i++)
        find_job_of(&waiting, &passage->certificates->items[i]);
    return *waiting.job.id;
}

/* An open job says that the key was stored. When memory runs out, NSS may report that there is no
   such key; the only copy of the certificate must not be discarded for that. */
static enum nh_status doubt_no_key(const struct nh_passage *passage, struct nh_error *err)
{
    if (!nh_passage_is_awaited(passage))
        return NH_NO_KEY;
    return nh_fail(
        err, NH_NSS, NULL,
        "NSS Helper could not find the key for this certificate in the profile just now. The "
        "certificate is kept.");
}

enum nh_status nh_passage_look(struct nh_passage *passage, struct nh_incoming *out,
                               struct nh_error *err)
{
    enum nh_status status = nh_incoming_read(*passage->store, passage->certificates, out, err);
    if (status == NH_NO_KEY)
        status = doubt_no_key(passage, err);
    return status ? status : nh_passage_find(passage, out->identity->key_hash, err);
}

/* A job in a later state stays there. */
static enum nh_status enter(struct nh_passage *passage, enum nh_job_state state,
                            struct nh_error *err)
{
    struct nh_job *job = &passage->job;
    if (!*job->id || !nh_job_may_enter(job, state))
        return NH_OK;
    return nh_job_enter(passage->journal, job, state, err);
}

enum nh_status nh_passage_settle(struct nh_passage *passage, const struct nh_identity *identity,
                                 struct nh_error *err)
{
    struct nh_job *job = &passage->job;
    snprintf(job->fingerprint, sizeof job->fingerprint, "%s", identity->fingerprint);
    return enter(passage, NH_JOB_INSTALLED, err);
}

enum nh_status nh_passage_conclude(struct nh_passage *passage, const struct nh_identity *identity,
                                   struct nh_proof *proof, struct nh_error *err)
{
    CERTCertificate *certificate = nh_identity_stored(*passage->store, identity);
    enum nh_status status = nh_prove_stored(passage->journal, *passage->store, certificate,
                                            identity->fingerprint, proof, err);
    if (!status)
        status = enter(passage, NH_JOB_VERIFIED, err);
    CERT_DestroyCertificate(certificate);
    return status;
}

static enum nh_status store_certificates(struct nh_passage *passage, struct nh_incoming *out,
                                         struct nh_error *err)
{
    struct nh_incoming installed = {0};
    enum nh_status status =
        nh_incoming_store(*passage->store, passage->certificates, &installed, err);
    if (status)
        return status;
    nh_incoming_reset(out);
    *out = installed;
    return NH_OK;
}

enum nh_status nh_passage_put(struct nh_passage *passage, struct nh_incoming *out,
                              struct nh_error *err)
{
    enum nh_status status = NH_OK;
    if (*passage->response && !is_accepted(passage)) {
        memcpy(passage->job.response, passage->response, NH_JOB_ID_SIZE);
        if (*passage->job.id)
            status = nh_job_enter(passage->journal, &passage->job, NH_JOB_RECEIVED, err);
    }
    if (!status)
        status = store_certificates(passage, out, err);
    return status ? status : nh_passage_settle(passage, out->identity, err);
}
