/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/issuance.h"

#include "base/buf.h"
#include "certificate/describe.h"
#include "certificate/find.h"
#include "certificate/request.h"
#include "formats/certfile.h"
#include "formats/incoming.h"
#include "formats/keyfile.h"
#include "journal/archive.h"
#include "journal/origin.h"
#include "journal/room.h"
#include "journal/spool.h"
#include "nss/key.h"
#include "nss/store.h"

#include <cert.h>
#include <stdio.h>
#include <string.h>

enum nh_status nh_issuance_check(const char *profile_path, bool *locked, struct nh_error *err)
{
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(profile_path, NH_STORE_LOOK, &store, err);
    *locked = !status && nh_store_has_password(store);
    nh_store_close(&store);
    return status;
}

/* It has a name, and there is room for what is awaited. */
static enum nh_status intend(struct nh_journal *journal, struct nh_job *job, struct nh_error *err)
{
    enum nh_status status = nh_journal_name(job->id, err);
    if (!status && *job->site)
        status = nh_room_keep(journal, job->id, err);
    return status ? status : nh_job_enter(journal, job, NH_JOB_INTENT, err);
}

/* The request is signed before the key is stored: what can fail has failed by then,
   and leaves no key behind that nobody waits for. */
static enum nh_status make_key(struct nh_store **store, struct nh_journal *journal,
                               struct nh_job *job, nh_request_maker *maker, void *context,
                               struct nh_error *err)
{
    struct nh_key *key = NULL;
    enum nh_status status = nh_key_prepare(*store, job->kind, &key, err);
    if (!status)
        status = nh_key_hash(key, job->key_hash, err);
    if (!status)
        status = nh_key_id(key, job->key_id, err);
    if (!status)
        status = maker(*store, key, job, context, err);
    if (!status)
        status = nh_job_enter(journal, job, NH_JOB_KEY, err);
    if (!status)
        status = nh_key_keep(store, &key, err);
    nh_key_free(&key);
    return status;
}

enum nh_status nh_issuance_make(struct nh_journal *journal, const char *profile_path,
                                struct nh_job *job, nh_request_maker *maker, void *context,
                                struct nh_error *err)
{
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(profile_path, NH_STORE_WRITE, &store, err);
    if (status)
        return status;
    status = intend(journal, job, err);
    if (!status) {
        status = make_key(&store, journal, job, maker, context, err);
        job->cause = status;
        /* A key that may be there stays in the journal, for the person to see. */
        if (status && !nh_job_is_open(job))
            nh_job_enter(journal, job, NH_JOB_FAILED, NULL);
        if (status)
            nh_room_balance(journal);
    }
    nh_store_close(&store);
    return status;
}

struct spkac {
    const char *challenge;
    struct nh_buf *out;
};

static enum nh_status make_spkac(struct nh_store *store, const struct nh_key *key,
                                 const struct nh_job *job, void *context, struct nh_error *err)
{
    const struct spkac *spkac = context;
    (void)store, (void)job;
    return nh_request_spkac(key, spkac->challenge, spkac->out, err);
}

enum nh_status nh_issuance_begin(struct nh_journal *journal, const char *profile_path,
                                 struct nh_job *job, const char *challenge, struct nh_buf *spkac,
                                 struct nh_error *err)
{
    struct spkac request = {challenge, spkac};
    return nh_issuance_make(journal, profile_path, job, make_spkac, &request, err);
}

enum nh_status nh_issuance_sent(struct nh_journal *journal, struct nh_job *job,
                                struct nh_error *err)
{
    if (nh_job_is_unsent(job))
        return nh_job_enter(journal, job, NH_JOB_SENT, err);
    if (nh_job_has_ended(job))
        return nh_fail(err, NH_NO_JOB, NULL, "This issuance has ended.");
    return nh_job_is_open(job) ? nh_fail(err, NH_NO_JOB, NULL, "This issuance was sent already.")
                               : nh_fail(err, NH_NO_JOB, NULL, "This issuance has no key yet.");
}

struct nh_incomings nh_installation_incoming(const struct nh_installation *installation)
{
    if (installation->keyfile)
        return *nh_keyfile_incoming(installation->keyfile);
    return (struct nh_incomings){(struct nh_incoming *)&installation->incoming,
                                 installation->incoming.identity != NULL};
}

void nh_installation_reset(struct nh_installation *installation)
{
    nh_incoming_reset(&installation->incoming);
    nh_keyfile_free(&installation->keyfile);
    *installation = (struct nh_installation){0};
}

/* Certificates on their way into the profile. */
struct passage {
    struct nh_journal *journal;
    struct nh_store **store;
    const struct nh_bufs *certificates;
    const char *language;
    const char *response; /* in the spool, or "" */
    struct nh_job job;    /* its id is "" when none waits for the key */
};

static bool is_accepted(const struct passage *passage)
{
    const struct nh_job *job = &passage->job;
    return *job->id && nh_job_has_response(job) && strcmp(job->response, passage->response) == 0;
}

/* Why the person must be asked first, or NULL. Public keys are public: anybody may
   send a certificate for a key that is here. */
static const char *doubt(const struct passage *passage, const char *site,
                         const struct nh_incoming *incoming)
{
    const struct nh_job *job = &passage->job;
    if (is_accepted(passage) || (incoming->known && incoming->intermediates == 0))
        return NULL; /* it is being done already, or nothing would be written */
    if (incoming->renewed && !incoming->known)
        return "has-certificate";
    if (!*job->id)
        return "no-job";
    if (strcmp(site, job->site) != 0 && strcmp(site, job->target) != 0)
        return "other-site";
    return NULL;
}

/* The job that this very response was accepted for, else an open one of its key. */
static enum nh_status find_job(struct passage *passage, const char *key_hash, struct nh_error *err)
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

/* The open job of the key in this certificate. */
static void find_job_of(struct passage *passage, const struct nh_buf *der)
{
    CERTCertificate *certificate = nh_certfile_decode(der);
    struct nh_identity *identity = certificate ? nh_describe(certificate) : NULL;
    if (identity)
        find_job(passage, identity->key_hash, NULL);
    nh_identity_free(&identity);
    if (certificate)
        CERT_DestroyCertificate(certificate);
}

/* The key that an open job waits with was stored. Where NSS runs out of memory it tells that there
   is no such key: that is no reason to give up the only copy of its certificate. */
static enum nh_status doubt_no_key(const struct passage *passage, struct nh_error *err)
{
    struct passage waiting = {.journal = passage->journal, .response = ""};
    for (size_t i = 0; i < passage->certificates->count && !*waiting.job.id; i++)
        find_job_of(&waiting, &passage->certificates->items[i]);
    if (!*waiting.job.id)
        return NH_NO_KEY;
    return nh_fail(err, NH_NSS, NULL,
                   "The key that waits for this certificate was not found in the profile just now. "
                   "The certificate is kept.");
}

static enum nh_status look(struct passage *passage, struct nh_installation *out,
                           struct nh_error *err)
{
    enum nh_status status =
        nh_incoming_read(*passage->store, passage->certificates, &out->incoming, err);
    if (status == NH_NO_KEY)
        status = doubt_no_key(passage, err);
    if (!status)
        status = find_job(passage, out->incoming.identity->key_hash, err);
    if (!status)
        memcpy(out->job, passage->job.id, sizeof out->job);
    return status;
}

/* A job that has come further stays where it is. */
static enum nh_status enter(struct passage *passage, enum nh_job_state state, struct nh_error *err)
{
    struct nh_job *job = &passage->job;
    if (!*job->id || !nh_job_may_enter(job, state))
        return NH_OK;
    return nh_job_enter(passage->journal, job, state, err);
}

/* The certificate is in the profile: proven, it ends its job. */
static enum nh_status conclude(struct passage *passage, const char *fingerprint,
                               struct nh_proof *proof, struct nh_error *err)
{
    struct nh_job *job = &passage->job;
    snprintf(job->fingerprint, sizeof job->fingerprint, "%s", fingerprint);
    enum nh_status status = enter(passage, NH_JOB_INSTALLED, err);
    if (!status)
        status = nh_issuance_prove(passage->journal, passage->store, fingerprint, proof, err);
    return status ? status : enter(passage, NH_JOB_VERIFIED, err);
}

static enum nh_status store_certificates(struct passage *passage, struct nh_installation *out,
                                         struct nh_error *err)
{
    struct nh_incoming installed = {0};
    enum nh_status status = nh_incoming_store(*passage->store, passage->certificates,
                                              passage->language, &installed, err);
    if (status)
        return status;
    nh_incoming_reset(&out->incoming);
    out->incoming = installed;
    return NH_OK;
}

static enum nh_status archive(struct nh_journal *journal, struct nh_store *store,
                              const char *fingerprint, struct nh_error *err)
{
    CERTCertificate *certificate = nh_identity_certificate(store, fingerprint);
    if (!certificate)
        return nh_fail(err, NH_NO_IDENTITY, NULL, "The certificate is not in the profile.");
    enum nh_status status = nh_archive_keep(journal, fingerprint, certificate, err);
    CERT_DestroyCertificate(certificate);
    return status;
}

enum nh_status nh_issuance_prove(struct nh_journal *journal, struct nh_store **store,
                                 const char *fingerprint, struct nh_proof *proof,
                                 struct nh_error *err)
{
    enum nh_status status = nh_store_reread(store, err);
    if (!status)
        status = nh_verify(*store, fingerprint, proof, err);
    return status ? status : archive(journal, *store, fingerprint, err);
}

static enum nh_status install(struct passage *passage, struct nh_installation *out,
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
    if (status)
        return status;
    status = conclude(passage, out->incoming.identity->fingerprint, &out->proof, err);
    out->tried = !status || status == NH_NOT_PROVEN;
    return status;
}

static enum nh_status look_and_install(struct passage *passage, bool agreed,
                                       struct nh_installation *out, struct nh_error *err)
{
    enum nh_status status = look(passage, out, err);
    if (!status && !agreed)
        out->reason = doubt(passage, out->site, &out->incoming);
    if (out->reason)
        return nh_fail(err, NH_ASK, NULL, "The person must say yes to this certificate (%s).",
                       out->reason);
    return status ? status : install(passage, out, err);
}

/* All its identities are proven before it may leave the spool. */
static enum nh_status install_keys(struct passage *passage, const struct nh_buf *bytes,
                                   const char *password, struct nh_installation *out,
                                   struct nh_error *err)
{
    enum nh_status status = nh_keyfile_open(*passage->store, bytes->data, bytes->length, password,
                                            passage->language, &out->keyfile, err);
    if (!status)
        status = nh_keyfile_store(out->keyfile, err);
    if (status)
        return status;
    const struct nh_incomings *incoming = nh_keyfile_incoming(out->keyfile);
    for (size_t i = incoming->count; !status && i-- > 0;)
        status = nh_issuance_conclude(passage->journal, passage->store, incoming->items[i].identity,
                                      &out->proof, err);
    out->tried = !status || status == NH_NOT_PROVEN;
    return status;
}

/* `certificates` is what the passage points to. */
static enum nh_status install_bytes(struct passage *passage, struct nh_bufs *certificates,
                                    const struct nh_buf *bytes, bool agreed, const char *password,
                                    struct nh_installation *out, struct nh_error *err)
{
    out->brings_keys = nh_keyfile_recognise(bytes->data, bytes->length);
    if (out->brings_keys && password)
        return install_keys(passage, bytes, password, out, err);
    if (out->brings_keys)
        return nh_fail(err, NH_PASSWORD, NULL, "This certificate file waits for its password.");
    enum nh_status status = nh_certfile_read(bytes->data, bytes->length, certificates, err);
    return status ? status : look_and_install(passage, agreed, out, err);
}

/* No job tells it: the keys came with them. Without it they work all the same. */
static void keep_origin(struct nh_journal *journal, const struct nh_installation *done)
{
    struct nh_incomings incoming = nh_installation_incoming(done);
    for (size_t i = 0; i < incoming.count; i++)
        nh_origin_keep(journal, incoming.items[i].identity->fingerprint, done->site, NULL);
}

enum nh_status nh_issuance_install(struct nh_journal *journal, const char *profile_path,
                                   const char *language, struct nh_spool *spool, bool agreed,
                                   const char *password, struct nh_installation *out,
                                   struct nh_error *err)
{
    struct nh_store *store = NULL;
    struct nh_buf bytes = {0};
    struct nh_bufs certificates = {0};
    struct passage passage = {.journal = journal,
                              .store = &store,
                              .certificates = &certificates,
                              .language = language,
                              .response = nh_spool_id(spool)};
    enum nh_status status = nh_spool_read(spool, &bytes, out->site, err);
    if (!status)
        status = nh_store_open(profile_path, NH_STORE_WRITE, &store, err);
    if (!status)
        status = install_bytes(&passage, &certificates, &bytes, agreed, password, out, err);
    nh_store_close(&store);
    if (!status && !*out->job && *out->site)
        keep_origin(journal, out);
    /* What stays behind is no harm: it is there, and found to be there next time. */
    if (!status)
        nh_spool_remove(spool, NULL);
    nh_room_balance(journal);
    nh_bufs_reset(&certificates);
    nh_buf_reset(&bytes);
    return status;
}

bool nh_issuance_is_refused(enum nh_status status)
{
    return status == NH_BAD_DATA || status == NH_NO_CERTIFICATE || status == NH_NO_KEY;
}

enum nh_status nh_issuance_import(struct nh_journal *journal, struct nh_store **store,
                                  const char *language, const struct nh_bufs *certificates,
                                  struct nh_installation *out, struct nh_error *err)
{
    struct passage passage = {.journal = journal,
                              .store = store,
                              .certificates = certificates,
                              .language = language,
                              .response = ""};
    enum nh_status status = look_and_install(&passage, true, out, err);
    nh_room_balance(journal);
    return status;
}

enum nh_status nh_issuance_conclude(struct nh_journal *journal, struct nh_store **store,
                                    const struct nh_identity *identity, struct nh_proof *proof,
                                    struct nh_error *err)
{
    struct passage passage = {.journal = journal, .store = store, .response = ""};
    enum nh_status status = find_job(&passage, identity->key_hash, err);
    if (!status)
        status = conclude(&passage, identity->fingerprint, proof, err);
    nh_room_balance(journal);
    return status;
}
