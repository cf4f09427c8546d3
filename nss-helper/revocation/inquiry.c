/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation/inquiry.h"

#include "base/buf.h"
#include "certificate/find.h"
#include "nss/store.h"
#include "revocation/cache.h"
#include "revocation/cachefile.h"
#include "revocation/crl.h"
#include "revocation/ocsp.h"
#include "revocation/sources.h"
#include "revocation/verdict.h"

#include <cert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define OCSP_LIMIT ((size_t)64 << 10)
#define CRL_LIMIT ((size_t)128 << 20)

static const struct nh_buf no_answer = {0};

/* `list`: an open file with a CRL; an OCSP response is in `response`. */
static enum nh_status judge(const struct nh_inquiry *inquiry, const struct nh_source *source,
                            const struct nh_buf *response, int list, struct nh_revocation *out,
                            struct nh_error *err)
{
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(inquiry->profile, NH_STORE_READ, &store, err);
    if (status)
        return status;
    CERTCertificate *certificate = nh_identity_stored(store, inquiry->identity);
    CERTCertificate *issuer = certificate ? nh_sources_issuer(certificate) : NULL;
    out->state = NH_REVOCATION_UNCHECKED;
    if (issuer && source->question.length)
        nh_ocsp_judge(certificate, issuer, response, out);
    else if (issuer)
        nh_crl_judge(certificate, issuer, source->url, list, out);
    CERT_DestroyCertificate(issuer);
    CERT_DestroyCertificate(certificate);
    nh_store_close(&store);
    return NH_OK;
}

static enum nh_status by_kept(const struct nh_inquiry *inquiry, const struct nh_source *source,
                              struct nh_revocation *out, struct nh_error *err)
{
    struct nh_buf response = {.limit = OCSP_LIMIT};
    enum nh_status status = NH_OK;
    time_t came = 0;
    if (nh_cache_load(inquiry->folder, source->name, &response, &came))
        status = judge(inquiry, source, &response, -1, out, err);
    out->asked = came;
    nh_buf_reset(&response);
    return status;
}

static enum nh_status by_kept_list(const struct nh_inquiry *inquiry, const struct nh_source *source,
                                   struct nh_revocation *out, struct nh_error *err)
{
    time_t came = 0;
    enum nh_status status = NH_OK;
    int list = nh_cache_open(inquiry->folder, source->name, &came);
    if (list < 0)
        return NH_OK;
    status = judge(inquiry, source, &no_answer, list, out, err);
    out->asked = came;
    close(list);
    return status;
}

/* An OCSP request is sent by POST; if the server does not support that, by GET. */
static enum nh_status fetch_answer(const struct nh_inquiry *inquiry, const struct nh_source *source,
                                   struct nh_buf *response, struct nh_error *err)
{
    const struct nh_buf *question = &source->question;
    enum nh_status status = inquiry->fetch(source->url, question->data, question->length,
                                           "application/ocsp-request", response, err);
    if (status != NH_REFUSED)
        return status;
    char *url = nh_ocsp_url(source->url, question);
    status = url ? inquiry->fetch(url, NULL, 0, NULL, response, err) : nh_fail_memory(err);
    free(url);
    return status;
}

static enum nh_status by_answer(const struct nh_inquiry *inquiry, const struct nh_source *source,
                                struct nh_revocation *out, struct nh_error *err)
{
    struct nh_buf response = {.limit = OCSP_LIMIT};
    struct nh_error why = {.status = NH_OK};
    enum nh_status status = NH_OK;
    if (fetch_answer(inquiry, source, &response, &why))
        snprintf(out->why, sizeof out->why, "%s", why.message);
    else
        status = judge(inquiry, source, &response, -1, out, err);
    out->asked = time(NULL);
    if (!status && nh_revocation_is_settled(out))
        nh_cache_keep(inquiry->folder, source->name, &response);
    nh_buf_reset(&response);
    return status;
}

static enum nh_status by_list(const struct nh_inquiry *inquiry, const struct nh_source *source,
                              struct nh_revocation *out, struct nh_error *err)
{
    struct nh_cachefile file = {.fd = -1};
    struct nh_error why = {.status = NH_OK};
    enum nh_status status = NH_OK;
    if (nh_cachefile_begin(inquiry->folder, &file, &why) ||
        nh_fetch_file(source->url, CRL_LIMIT, file.fd, &why))
        snprintf(out->why, sizeof out->why, "%s", why.message);
    else
        status = judge(inquiry, source, &no_answer, file.fd, out, err);
    out->asked = time(NULL);
    if (!status && nh_revocation_is_settled(out))
        nh_cachefile_keep(&file, inquiry->folder, source->name);
    else if (file.fd >= 0)
        nh_cachefile_drop(&file);
    return status;
}

static bool is_list(const struct nh_source *source)
{
    return !source->question.length;
}

enum nh_status nh_inquiry_kept(const struct nh_inquiry *inquiry, const struct nh_source *source,
                               struct nh_revocation *out, struct nh_error *err)
{
    return is_list(source) ? by_kept_list(inquiry, source, out, err)
                           : by_kept(inquiry, source, out, err);
}

enum nh_status nh_inquiry_ask(const struct nh_inquiry *inquiry, const struct nh_source *source,
                              struct nh_revocation *out, struct nh_error *err)
{
    return is_list(source) ? by_list(inquiry, source, out, err)
                           : by_answer(inquiry, source, out, err);
}
