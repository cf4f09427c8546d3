/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/enroll.h"

#include "base/language.h"
#include "certificate/find.h"
#include "certificate/request.h"
#include "formats/certfile.h"
#include "formats/pkcs8.h"
#include "journal/spool.h"
#include "lifecycle/issue.h"
#include "lifecycle/resume.h"
#include "net/est.h"
#include "net/httpaddress.h"
#include "net/httpkey.h"
#include "nss/der.h"
#include "nss/hash.h"
#include "nss/orphan.h"
#include "nss/pem.h"
#include "nss/store.h"

#include <cert.h>
#include <stdbool.h>
#include <string.h>

static enum nh_status add_pem(const struct nh_bufs *certificates, struct nh_buf *out,
                              struct nh_error *err)
{
    enum nh_status status = NH_OK;
    for (size_t i = 0; !status && i < certificates->count; i++)
        status = nh_pem_write("CERTIFICATE", certificates->items[i].data,
                              certificates->items[i].length, out, err);
    return status;
}

/* The CA certificates may have any form of file. Unreadable ones count as none. */
static enum nh_status read_certificates(const struct nh_enroll *enroll, const struct nh_buf *bytes,
                                        struct nh_bufs *out, struct nh_error *err)
{
    struct nh_store *store = NULL;
    if (bytes->length == 0)
        return NH_OK;
    enum nh_status status = nh_store_open(enroll->profile_path, NH_STORE_LOOK, &store, err);
    if (!status)
        nh_certfile_read(bytes->data, bytes->length, out, NULL);
    nh_store_close(&store);
    return status;
}

/* A server, and an open store for the certificate that logs in there. The store holds no lock
   meanwhile, as it is open for reading. */
struct visit {
    struct nh_store *store;
    struct nh_est est;
};

static enum nh_status begin_visit(const struct nh_enroll *enroll,
                                  const struct nh_enrolment *enrolment, const char *password,
                                  struct visit *visit, struct nh_error *err)
{
    const char *with = *enrolment->renews ? enrolment->renews : enrolment->with;
    bool named = *enrolment->user && password;
    *visit = (struct visit){.est = {.server = enrolment->server,
                                    .trust = &enrolment->trust,
                                    .user = named ? enrolment->user : NULL,
                                    .password = named ? password : NULL,
                                    .again = *enrolment->renews != '\0'}};
    if (!*with && !enrolment->bound)
        return NH_OK;
    enum nh_status status = nh_store_open(enroll->profile_path, NH_STORE_READ, &visit->store, err);
    return status || !*with ? status : nh_httpkey_new(visit->store, with, &visit->est.key, err);
}

static void end_visit(struct visit *visit)
{
    nh_httpkey_free(&visit->est.key);
    nh_store_close(&visit->store);
}

static enum nh_status get_cacerts(struct nh_enroll *enroll, const struct nh_enrolment *enrolment,
                                  bool *shown, struct nh_bufs *out, struct nh_error *err)
{
    struct visit visit;
    struct nh_buf bytes = {0};
    enum nh_status status = begin_visit(enroll, enrolment, NULL, &visit, err);
    if (!status)
        status = nh_est_cacerts(&visit.est, &bytes, err);
    *shown = visit.est.shown;
    end_visit(&visit);
    if (!status)
        status = read_certificates(enroll, &bytes, out, err);
    nh_buf_reset(&bytes);
    return status;
}

/* The fingerprint identifies the certificate, whoever sent it. */
static enum nh_status find_anchor(const struct nh_enroll *enroll, const struct nh_bufs *among,
                                  struct nh_trust *trust, struct nh_error *err)
{
    char hash[65];
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(enroll->profile_path, NH_STORE_LOOK, &store, err);
    for (size_t i = 0; !status && i < among->count && !trust->anchors.length; i++) {
        struct nh_bufs one = {&among->items[i], 1};
        if (nh_hash_hex(among->items[i].data, among->items[i].length, hash) &&
            strcmp(hash, trust->fingerprint) == 0)
            status = add_pem(&one, &trust->anchors, err);
    }
    nh_store_close(&store);
    if (!status && !trust->anchors.length)
        return nh_fail(
            err, NH_TLS, NULL,
            "Neither the server's certificate nor one of its CAs has this fingerprint. Nothing was "
            "sent.");
    if (!status)
        *trust->fingerprint = '\0';
    return status;
}

/* From a server that is not verified yet, so without logging in. */
static enum nh_status learn_anchor(struct nh_enroll *enroll, struct nh_enrolment *enrolment,
                                   struct nh_error *err)
{
    struct nh_enrolment anybody = {
        .server = enrolment->server, .user = (char *)"", .trust.anybody = true};
    struct nh_bufs certificates = {0};
    bool shown = false;
    enum nh_status status = get_cacerts(enroll, &anybody, &shown, &certificates, err);
    if (!status)
        status = find_anchor(enroll, &certificates, &enrolment->trust, err);
    nh_bufs_reset(&certificates);
    return status;
}

enum nh_status nh_enroll_meet(struct nh_enroll *enroll, struct nh_enrolment *enrolment,
                              struct nh_error *err)
{
    struct nh_bufs certificates = {0};
    bool shown = false;
    nh_buf_reset(&enroll->cacerts);
    enum nh_status status = get_cacerts(enroll, enrolment, &shown, &certificates, err);
    if (status == NH_TLS && *enrolment->trust.fingerprint && !shown) {
        status = learn_anchor(enroll, enrolment, err);
        if (!status)
            status = get_cacerts(enroll, enrolment, &shown, &certificates, err);
    }
    if (!status)
        status = add_pem(&certificates, &enroll->cacerts, err);
    nh_bufs_reset(&certificates);
    return status;
}

/* Supported if the server names a kind of key that can be created, or none. */
static enum nh_status judge_wishes(const struct nh_csrattrs *wishes, bool chosen,
                                   const char *server, struct nh_error *err)
{
    char site[NH_SITE_SIZE] = "";
    const char *path = NULL;
    nh_http_site(server, site, &path, NULL);
    if (wishes->other && !wishes->has_kind && !chosen)
        return nh_fail(
            err, NH_KEY_KIND, NULL,
            /* TRANSLATORS: a site, and a kind of key. */
            "%s wants a kind of key that NSS Helper does not create: %s. Nothing was created. If "
            "the server accepts another kind, name it with --key.",
            site, _(wishes->other));
    if (wishes->template && !wishes->has_kind && !wishes->extensions.length)
        return nh_fail(
            err, NH_REFUSED, NULL,
            "%s wants requests that follow its own template (RFC 9908), which NSS Helper can't "
            "fill in. Nothing was created.",
            site);
    return NH_OK;
}

enum nh_status nh_enroll_wishes(struct nh_enroll *enroll, const struct nh_enrolment *enrolment,
                                const char *password, bool chosen, enum nh_key_kind *kind,
                                struct nh_error *err)
{
    struct visit visit;
    nh_csrattrs_reset(&enroll->wishes);
    enum nh_status status = begin_visit(enroll, enrolment, password, &visit, err);
    if (!status)
        status = nh_est_csrattrs(&visit.est, &enroll->wishes, err);
    end_visit(&visit);
    if (!status)
        status = judge_wishes(&enroll->wishes, chosen, enrolment->server, err);
    if (!status && enroll->wishes.has_kind && !chosen)
        *kind = enroll->wishes.kind;
    return status;
}

void nh_enroll_reset(struct nh_enroll *enroll)
{
    nh_buf_reset(&enroll->cacerts);
    nh_csrattrs_reset(&enroll->wishes);
}

struct making {
    struct nh_enroll *enroll;
    struct nh_enrolment *enrolment;
};

static enum nh_status make_again(struct nh_store *store, const struct nh_key *key,
                                 const struct nh_buf *extensions, struct nh_enrolment *enrolment,
                                 struct nh_error *err)
{
    CERTCertificate *old = nh_identity_certificate(store, enrolment->renews, "");
    if (!old)
        return nh_fail(err, NH_NO_IDENTITY, NULL, "The certificate is not in the profile.");
    enum nh_status status = nh_request_again(key, old, extensions, &enrolment->csr, err);
    CERT_DestroyCertificate(old);
    return status;
}

/* The enrolment is on the disk before the key, so that every key has its request. */
static enum nh_status make_request(struct nh_store *store, const struct nh_key *key,
                                   const struct nh_job *job, void *context, struct nh_error *err)
{
    const struct making *making = context;
    struct nh_enrolment *it = making->enrolment;
    const struct nh_buf *extensions = &making->enroll->wishes.extensions;
    struct nh_request wanted = {
        .subject = it->subject, .email = *it->email ? it->email : NULL, .extensions = extensions};
    enum nh_status status = *it->renews ? make_again(store, key, extensions, it, err)
                                        : nh_request_pkcs10(key, &wanted, &it->csr, err);
    return status ? status : nh_enrolment_keep(making->enroll->journal, job->id, it, err);
}

enum nh_status nh_enroll_begin(struct nh_enroll *enroll, struct nh_enrolment *enrolment,
                               struct nh_job *job, struct nh_error *err)
{
    struct making making = {enroll, enrolment};
    enrolment->bound = enroll->wishes.challenge;
    const char *path = NULL;
    enum nh_status status = nh_http_site(enrolment->server, job->site, &path, err);
    memcpy(job->target, job->site, sizeof job->target);
    if (!status)
        status =
            nh_issue_make(enroll->journal, enroll->profile_path, job, make_request, &making, err);
    return status;
}

enum nh_status nh_enroll_check(struct nh_enroll *enroll, struct nh_job *job, struct nh_error *err)
{
    struct nh_store *store = NULL;
    struct nh_orphans keys = {0};
    bool found = false;
    enum nh_status status = nh_store_open(enroll->profile_path, NH_STORE_READ, &store, err);
    if (!status)
        status = nh_orphans_list(store, &keys, err);
    for (size_t i = 0; i < keys.count; i++)
        found |= strcmp(keys.items[i].key_id, job->key_id) == 0;
    nh_orphans_reset(&keys);
    nh_store_close(&store);
    if (status || found)
        return status;
    job->cause = NH_NO_KEY;
    status = nh_job_enter(enroll->journal, job, NH_JOB_FAILED, err);
    return status ? status
                  : nh_fail(err, NH_NO_KEY, NULL, "The key of this request no longer exists.");
}

static bool add_text(struct nh_buf *out, const char *text)
{
    return nh_buf_add(out, text, strlen(text));
}

/* Append the CA certificates to the response, whose bytes are not changed. The result is PEM, the
   one form that can be appended to; DER is converted to base64 for that. */
static enum nh_status wrap(const struct nh_buf *response, const struct nh_buf *cacerts,
                           struct nh_buf *out, struct nh_error *err)
{
    bool is_der = nh_der_begins(response->data, response->length);
    bool is_pem = response->length && memmem(response->data, response->length, "-----BEGIN ", 11);
    enum nh_status status = NH_OK;
    if (is_der)
        status = nh_pem_write("PKCS7", response->data, response->length, out, err);
    else if (!(is_pem || add_text(out, "-----BEGIN PKCS7-----\n")) ||
             !nh_buf_add(out, response->data, response->length) ||
             !(is_pem || add_text(out, "\n-----END PKCS7-----")) || !add_text(out, "\n"))
        status = nh_fail_memory(err);
    return status ? status : nh_buf_append(out, cacerts->data, cacerts->length, err);
}

/* A request to bind to a connection, and the store with its key. */
struct tie {
    struct nh_store *store;
    const struct nh_buf *csr;
};

static enum nh_status tie_request(void *context, const char *challenge, struct nh_buf *csr,
                                  struct nh_error *err)
{
    const struct tie *tie = context;
    return nh_request_challenge(tie->store, tie->csr, challenge, csr, err);
}

static enum nh_status post(const struct nh_enroll *enroll, const struct nh_enrolment *enrolment,
                           const char *password, struct nh_buf *response, struct nh_est_wait *wait,
                           struct nh_error *err)
{
    struct visit visit;
    enum nh_status status = begin_visit(enroll, enrolment, password, &visit, err);
    struct tie tie = {visit.store, &enrolment->csr};
    if (enrolment->bound) {
        visit.est.bind = tie_request;
        visit.est.context = &tie;
    }
    if (!status)
        status = nh_est_enroll(&visit.est, &enrolment->csr, response, wait, err);
    end_visit(&visit);
    return status;
}

static enum nh_status spool(const struct nh_enroll *enroll, const char *site,
                            const struct nh_buf *response, struct nh_spool **out,
                            struct nh_error *err)
{
    struct nh_spool *it = NULL;
    struct nh_buf bytes = {0};
    enum nh_status status = wrap(response, &enroll->cacerts, &bytes, err);
    if (!status)
        status = nh_spool_begin(enroll->journal, site, &it, err);
    if (!status)
        status = nh_spool_add(it, bytes.data, bytes.length, err);
    if (!status)
        status = nh_spool_end(it, err);
    nh_buf_reset(&bytes);
    if (status)
        nh_spool_close(&it);
    else
        *out = it;
    return status;
}

/* Whether the CA has changed the subject, which the person should know. */
static bool has_other_name(const struct nh_enroll *enroll, const struct nh_buf *csr,
                           const struct nh_identity *identity)
{
    struct nh_store *store = NULL;
    CERTCertificate *certificate = NULL;
    if (!nh_store_open(enroll->profile_path, NH_STORE_READ, &store, NULL))
        certificate = nh_identity_stored(store, identity);
    bool renamed = certificate && !nh_request_names(csr, certificate);
    if (certificate)
        CERT_DestroyCertificate(certificate);
    nh_store_close(&store);
    return renamed;
}

/* Say that the server sent it: the person has seen no file. */
static enum nh_status blame(const char *site, struct nh_error *err)
{
    struct nh_error said = *err;
    return nh_fail(err, said.status, said.cause, /* TRANSLATORS: a site, and why: a sentence. */
                   "%s sent something that can't be installed. %s", site, said.message);
}

/* The response may have completed another certificate's chain, or have brought a certificate for
   another key. Neither is what was requested. */
static enum nh_status check_job(const struct nh_job *job, const struct nh_issuance *done,
                                struct nh_error *err)
{
    if (strcmp(done->job, job->id) == 0)
        return NH_OK;
    return nh_fail(
        err, NH_NO_KEY, NULL,
        "The certificate is for another request, or for a key that is not in this profile.");
}

/* A response that did not fit is noted, so that the next one replaces it. */
static enum nh_status install(struct nh_enroll *enroll, struct nh_enrolment *enrolment,
                              const struct nh_job *job, struct nh_spool *response,
                              struct nh_issuance *out, struct nh_error *err)
{
    struct nh_opening given = {0};
    enum nh_status status = nh_issuance_install(enroll->journal, enroll->profile_path, &given,
                                                response, false, out, err);
    if (!status)
        status = check_job(job, out, err);
    if (nh_issuance_is_refused(status)) {
        memcpy(enrolment->response, nh_spool_id(response), sizeof enrolment->response);
        nh_enrolment_keep(enroll->journal, job->id, enrolment, NULL);
        blame(job->site, err);
    }
    enroll->renamed = !status && has_other_name(enroll, &enrolment->csr, out->incoming.identity);
    return status;
}

enum nh_status nh_enroll_ask(struct nh_enroll *enroll, struct nh_enrolment *enrolment,
                             struct nh_job *job, const char *password, struct nh_issuance *out,
                             struct nh_error *err)
{
    struct nh_buf response = {0};
    struct nh_spool *spooled = NULL;
    struct nh_est_wait wait = {.until = 0};
    enum nh_status status =
        nh_job_is_unsent(job) ? nh_issue_sent(enroll->journal, job, err) : NH_OK;
    if (!status)
        status = post(enroll, enrolment, password, &response, &wait, err);
    if (wait.until != enrolment->retry || wait.taken != enrolment->taken) {
        enrolment->retry = wait.until;
        enrolment->taken = wait.taken;
        nh_enrolment_keep(enroll->journal, job->id, enrolment, NULL);
    }
    if (!status)
        status = spool(enroll, job->site, &response, &spooled, err);
    if (!status && *enrolment->response)
        nh_discard(enroll->journal, enrolment->response, NULL);
    if (!status)
        status = install(enroll, enrolment, job, spooled, out, err);
    nh_spool_close(&spooled);
    nh_buf_reset(&response);
    return status;
}
