/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/enroll.h"

#include "certificate/find.h"
#include "certificate/request.h"
#include "formats/certfile.h"
#include "journal/spool.h"
#include "lifecycle/resume.h"
#include "net/est.h"
#include "net/http.h"
#include "net/httpkey.h"
#include "nss/der.h"
#include "nss/hash.h"
#include "nss/orphan.h"
#include "nss/pem.h"
#include "nss/store.h"

#include <cert.h>
#include <stdbool.h>
#include <stdio.h>
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

/* A CA's certificates as any file with some; what can't be read is none. */
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

static enum nh_status get_cacerts(struct nh_enroll *enroll, const char *server,
                                  const struct nh_trust *trust, bool *shown, struct nh_bufs *out,
                                  struct nh_error *err)
{
    struct nh_est est = {.server = server, .trust = trust};
    struct nh_buf bytes = {0};
    enum nh_status status = nh_est_cacerts(&est, &bytes, err);
    *shown = est.shown;
    if (!status)
        status = read_certificates(enroll, &bytes, out, err);
    nh_buf_reset(&bytes);
    return status;
}

/* The fingerprint proves the certificate, whoever hands it over. */
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
        return nh_fail(err, NH_TLS, NULL,
                       "The server shows no certificate with this fingerprint, and its CA has none "
                       "either. Nothing was sent.");
    if (!status)
        *trust->fingerprint = '\0';
    return status;
}

static enum nh_status learn_anchor(struct nh_enroll *enroll, const char *server,
                                   struct nh_trust *trust, struct nh_error *err)
{
    static const struct nh_trust anybody = {.anybody = true};
    struct nh_bufs certificates = {0};
    bool shown = false;
    enum nh_status status = get_cacerts(enroll, server, &anybody, &shown, &certificates, err);
    if (!status)
        status = find_anchor(enroll, &certificates, trust, err);
    nh_bufs_reset(&certificates);
    return status;
}

enum nh_status nh_enroll_meet(struct nh_enroll *enroll, const char *server, struct nh_trust *trust,
                              struct nh_error *err)
{
    struct nh_bufs certificates = {0};
    bool shown = false;
    nh_buf_reset(&enroll->cacerts);
    enum nh_status status = get_cacerts(enroll, server, trust, &shown, &certificates, err);
    if (status == NH_TLS && *trust->fingerprint && !shown) {
        status = learn_anchor(enroll, server, trust, err);
        if (!status)
            status = get_cacerts(enroll, server, trust, &shown, &certificates, err);
    }
    if (!status)
        status = add_pem(&certificates, &enroll->cacerts, err);
    nh_bufs_reset(&certificates);
    return status;
}

struct making {
    struct nh_journal *journal;
    struct nh_enrolment *enrolment;
};

static enum nh_status make_again(struct nh_store *store, const struct nh_key *key,
                                 struct nh_enrolment *enrolment, struct nh_error *err)
{
    CERTCertificate *old = nh_identity_certificate(store, enrolment->renews);
    if (!old)
        return nh_fail(err, NH_NO_IDENTITY, NULL, "The certificate is not in the profile.");
    enum nh_status status = nh_request_again(key, old, &enrolment->csr, err);
    CERT_DestroyCertificate(old);
    return status;
}

/* It is on the disk before the key is: whoever finds the key finds what to ask with it. */
static enum nh_status make_request(struct nh_store *store, const struct nh_key *key,
                                   const struct nh_job *job, void *context, struct nh_error *err)
{
    const struct making *making = context;
    struct nh_enrolment *it = making->enrolment;
    struct nh_request wanted = {it->subject, *it->email ? it->email : NULL, NULL};
    enum nh_status status = *it->renews ? make_again(store, key, it, err)
                                        : nh_request_pkcs10(key, &wanted, &it->csr, err);
    return status ? status : nh_enrolment_keep(making->journal, job->id, it, err);
}

enum nh_status nh_enroll_begin(struct nh_enroll *enroll, struct nh_enrolment *enrolment,
                               struct nh_job *job, struct nh_error *err)
{
    struct making making = {enroll->journal, enrolment};
    const char *path = NULL;
    enum nh_status status = nh_http_site(enrolment->server, job->site, &path, err);
    memcpy(job->target, job->site, sizeof job->target);
    if (!status)
        status = nh_issuance_make(enroll->journal, enroll->profile_path, job, make_request, &making,
                                  err);
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
    return status
               ? status
               : nh_fail(err, NH_NO_KEY, NULL, "The key of this issuance is not there any more.");
}

static bool add_text(struct nh_buf *out, const char *text)
{
    return nh_buf_add(out, text, strlen(text));
}

/* What came, not a byte of it changed, with the CA's certificates after it: as PEM, which is
   the one form that can be continued. DER is written in base64 for that. */
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

/* Without a lock: a store that is open to read holds none between two calls of NSS. */
static enum nh_status post_with_key(const struct nh_enroll *enroll, struct nh_est *est,
                                    const struct nh_enrolment *enrolment, struct nh_buf *response,
                                    time_t *retry, struct nh_error *err)
{
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(enroll->profile_path, NH_STORE_READ, &store, err);
    if (!status)
        status = nh_httpkey_new(store, enrolment->renews, &est->key, err);
    if (!status)
        status = nh_est_enroll(est, &enrolment->csr, response, retry, err);
    nh_httpkey_free(&est->key);
    nh_store_close(&store);
    return status;
}

static enum nh_status post(const struct nh_enroll *enroll, const struct nh_enrolment *enrolment,
                           const char *password, struct nh_buf *response, time_t *retry,
                           struct nh_error *err)
{
    struct nh_est est = {.server = enrolment->server, .trust = &enrolment->trust};
    if (*enrolment->user && password) {
        est.user = enrolment->user;
        est.password = password;
    }
    if (*enrolment->renews)
        return post_with_key(enroll, &est, enrolment, response, retry, err);
    return nh_est_enroll(&est, &enrolment->csr, response, retry, err);
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

/* A CA may write what it wants into a certificate; the person should know. */
static bool has_other_name(const struct nh_enroll *enroll, const struct nh_buf *csr,
                           const char *fingerprint)
{
    struct nh_store *store = NULL;
    CERTCertificate *certificate = NULL;
    if (!nh_store_open(enroll->profile_path, NH_STORE_READ, &store, NULL))
        certificate = nh_identity_certificate(store, fingerprint);
    bool renamed = certificate && !nh_request_names(csr, certificate);
    if (certificate)
        CERT_DestroyCertificate(certificate);
    nh_store_close(&store);
    return renamed;
}

/* Whoever reads it has seen no file. */
static enum nh_status blame(const char *site, struct nh_error *err)
{
    struct nh_error said = *err;
    return nh_fail(err, said.status, said.cause, "%s has sent what can't be installed: %s", site,
                   said.message);
}

/* One that did not fit is remembered, so that the next takes its place. */
static enum nh_status install(struct nh_enroll *enroll, struct nh_enrolment *enrolment,
                              const struct nh_job *job, struct nh_spool *response,
                              struct nh_installation *out, struct nh_error *err)
{
    enum nh_status status = nh_issuance_install(enroll->journal, enroll->profile_path,
                                                enroll->language, response, false, NULL, out, err);
    if (nh_issuance_is_refused(status)) {
        memcpy(enrolment->response, nh_spool_id(response), sizeof enrolment->response);
        nh_enrolment_keep(enroll->journal, job->id, enrolment, NULL);
        blame(job->site, err);
    }
    enroll->renamed =
        !status && has_other_name(enroll, &enrolment->csr, out->incoming.identity->fingerprint);
    return status;
}

enum nh_status nh_enroll_ask(struct nh_enroll *enroll, struct nh_enrolment *enrolment,
                             struct nh_job *job, const char *password, struct nh_installation *out,
                             struct nh_error *err)
{
    struct nh_buf response = {0};
    struct nh_spool *spooled = NULL;
    time_t retry = 0;
    enum nh_status status =
        nh_job_is_unsent(job) ? nh_issuance_sent(enroll->journal, job, err) : NH_OK;
    if (!status)
        status = post(enroll, enrolment, password, &response, &retry, err);
    if (retry != enrolment->retry) {
        enrolment->retry = retry;
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
