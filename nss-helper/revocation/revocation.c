/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation/revocation.h"

#include "base/buf.h"
#include "certificate/find.h"
#include "journal/note.h"
#include "nss/hash.h"
#include "nss/store.h"
#include "revocation/cache.h"
#include "revocation/crl.h"
#include "revocation/ocsp.h"

#include <cert.h>
#include <ocsp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OCSP_LIMIT ((size_t)64 << 10)
#define CRL_LIMIT ((size_t)16 << 20)
#define NOTE_LIMIT 128

/* One place to ask at. */
struct source {
    const char *by;
    char *url;
    struct nh_buf question;   /* of OCSP; else empty */
    char name[NH_CACHE_NAME]; /* of the response that is kept */
};

/* One check. */
struct check {
    const char *profile, *fingerprint;
    nh_fetch *fetch;
    bool fresh;
    bool issuer; /* is it known? */
    struct source *sources;
    size_t count;
    char *folder; /* of kept responses; NULL: none are kept */
};

static void end_check(struct check *check)
{
    for (size_t i = 0; i < check->count; i++) {
        free(check->sources[i].url);
        nh_buf_reset(&check->sources[i].question);
    }
    free(check->sources);
    free(check->folder);
}

/* A response is of this certificate at this place. */
static bool name_response(const struct check *check, struct source *source, const char *kind)
{
    char *text = NULL, hash[65];
    bool good = asprintf(&text, "%s %s", check->fingerprint, source->url) > 0 &&
                nh_hash_hex(text, strlen(text), hash);
    free(text);
    if (good)
        snprintf(source->name, sizeof source->name, "%s.%s", hash, kind);
    return good;
}

static bool add_ocsp(struct check *check, CERTCertificate *certificate)
{
    struct source *source = &check->sources[check->count];
    char *url = CERT_GetOCSPAuthorityInfoAccessLocation(certificate);
    if (!url)
        return true;
    check->count++;
    *source = (struct source){.by = "OCSP", .url = strdup(url)};
    PORT_Free(url);
    return source->url && (!check->issuer || nh_ocsp_request(certificate, &source->question)) &&
           name_response(check, source, "ocsp");
}

static bool add_crls(struct check *check, const struct nh_crl_urls *urls)
{
    bool good = true;
    for (size_t i = 0; good && i < urls->count; i++) {
        struct source *source = &check->sources[check->count++];
        *source = (struct source){.by = "CRL", .url = strdup(urls->items[i])};
        good = source->url && name_response(check, source, "crl");
    }
    return good;
}

static CERTCertificate *issuer_of(CERTCertificate *certificate)
{
    return CERT_FindCertIssuer(certificate, PR_Now(), certUsageAnyCA);
}

static enum nh_status gather_from(struct check *check, struct nh_store *store, struct nh_error *err)
{
    struct nh_crl_urls urls = {0};
    CERTCertificate *certificate = nh_identity_certificate(store, check->fingerprint);
    if (!certificate)
        return nh_fail(err, NH_NO_IDENTITY, NULL, "The certificate is not in the profile.");
    CERTCertificate *issuer = issuer_of(certificate);
    check->issuer = issuer != NULL;
    bool good = nh_crl_urls(certificate, &urls);
    if (good)
        check->sources = calloc(urls.count + 1, sizeof *check->sources);
    good = good && check->sources && add_ocsp(check, certificate) && add_crls(check, &urls);
    nh_crl_urls_reset(&urls);
    CERT_DestroyCertificate(issuer);
    CERT_DestroyCertificate(certificate);
    return good ? NH_OK : nh_fail(err, NH_INTERNAL, NULL, "The question could not be made.");
}

static enum nh_status gather(struct check *check, struct nh_error *err)
{
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(check->profile, NH_STORE_READ, &store, err);
    if (!status)
        status = gather_from(check, store, err);
    nh_store_close(&store);
    return status;
}

static enum nh_status judge(const struct check *check, const struct source *source,
                            const struct nh_buf *response, struct nh_revocation *out,
                            struct nh_error *err)
{
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(check->profile, NH_STORE_READ, &store, err);
    if (status)
        return status;
    CERTCertificate *certificate = nh_identity_certificate(store, check->fingerprint);
    CERTCertificate *issuer = certificate ? issuer_of(certificate) : NULL;
    out->state = NH_REVOCATION_UNCHECKED;
    if (issuer && source->question.length)
        nh_ocsp_judge(certificate, issuer, response, out);
    else if (issuer)
        nh_crl_judge(certificate, issuer, source->url, response, out);
    CERT_DestroyCertificate(issuer);
    CERT_DestroyCertificate(certificate);
    nh_store_close(&store);
    return NH_OK;
}

static bool is_settled(const struct nh_revocation *revocation)
{
    return revocation->state == NH_REVOCATION_GOOD || revocation->state == NH_REVOCATION_REVOKED;
}

static enum nh_status by_kept(const struct check *check, const struct source *source,
                              struct nh_revocation *out, struct nh_error *err)
{
    struct nh_buf response = {.limit = CRL_LIMIT};
    enum nh_status status = NH_OK;
    time_t came = 0;
    if (nh_cache_load(check->folder, source->name, &response, &came))
        status = judge(check, source, &response, out, err);
    out->asked = came;
    nh_buf_reset(&response);
    return status;
}

static enum nh_status by_fetch(const struct check *check, const struct source *source,
                               struct nh_revocation *out, struct nh_error *err)
{
    const struct nh_buf *question = &source->question;
    struct nh_buf response = {.limit = question->length ? OCSP_LIMIT : CRL_LIMIT};
    struct nh_error why = {.status = NH_OK};
    enum nh_status status = NH_OK;
    if (check->fetch(source->url, question->data, question->length,
                     question->length ? "application/ocsp-request" : NULL, &response, &why))
        snprintf(out->why, sizeof out->why, "%s", why.message);
    else
        status = judge(check, source, &response, out, err);
    out->asked = time(NULL);
    if (!status && is_settled(out))
        nh_cache_keep(check->folder, source->name, &response);
    nh_buf_reset(&response);
    return status;
}

/* Into *out what the first place says that can say it; else the first one's reason why not. */
static enum nh_status ask(const struct check *check, bool kept, struct nh_revocation *out,
                          struct nh_error *err)
{
    for (size_t i = 0; i < check->count; i++) {
        const struct source *source = &check->sources[i];
        struct nh_revocation one = {
            .state = NH_REVOCATION_UNCHECKED, .by = source->by, .reason = ""};
        enum nh_status status =
            kept ? by_kept(check, source, &one, err) : by_fetch(check, source, &one, err);
        if (status)
            return status;
        if (is_settled(&one)) {
            *out = one;
            return NH_OK;
        }
        if (!out->why[0] && !kept)
            snprintf(out->why, sizeof out->why, "%s", one.why);
    }
    return NH_OK;
}

static enum nh_status ask_all(const struct check *check, struct nh_revocation *out,
                              struct nh_error *err)
{
    struct nh_revocation kept = *out;
    enum nh_status status = ask(check, true, &kept, err);
    if (!status && is_settled(&kept) && !check->fresh) {
        *out = kept;
        return NH_OK;
    }
    if (!status && check->fetch)
        status = ask(check, false, out, err);
    return status;
}

/* What can be said without asking anybody. */
static void prejudge(const struct check *check, struct nh_revocation *out)
{
    out->state = check->count ? NH_REVOCATION_UNCHECKED : NH_REVOCATION_UNNAMED;
    if (!check->count)
        snprintf(out->why, sizeof out->why, "The certificate names no place to ask at.");
    else if (!check->issuer)
        snprintf(out->why, sizeof out->why,
                 "The certificate of its CA, which an answer is checked with, is missing in this "
                 "profile.");
}

bool nh_revocation_is_known(const struct nh_journal *journal, const char *fingerprint)
{
    struct nh_buf text = {0};
    bool known = !nh_note_read(journal, NH_SECTION_REVOKED, fingerprint, &text, NULL);
    nh_buf_reset(&text);
    return known;
}

/* "BY REASON SINCE ASKED", the times in seconds since 1970. */
static void write_note(struct nh_journal *journal, const char *fingerprint,
                       const struct nh_revocation *revocation)
{
    char text[NOTE_LIMIT];
    int length =
        snprintf(text, sizeof text, "%s %s %lld %lld\n", revocation->by, revocation->reason,
                 (long long)revocation->since, (long long)revocation->asked);
    nh_note_write(journal, NH_SECTION_REVOKED, fingerprint, text, (size_t)length, NULL);
}

/* One that is damaged says nothing. */
static void read_note(const char *text, struct nh_revocation *out)
{
    char by[5], reason[32];
    long long since = 0, asked = 0;
    if (sscanf(text, "%4s %31s %lld %lld", by, reason, &since, &asked) != 4)
        return;
    *out = (struct nh_revocation){.state = NH_REVOCATION_REVOKED,
                                  .by = strcmp(by, "CRL") == 0 ? "CRL" : "OCSP",
                                  .asked = asked,
                                  .since = since,
                                  .reason = nh_revocation_reason_named(reason)};
}

/* What was revoked stays so, whoever doesn't answer today. */
static void recall(const struct check *check, struct nh_revocation *out)
{
    struct nh_buf text = {.limit = NOTE_LIMIT};
    struct nh_journal *journal = NULL;
    if (nh_journal_open(check->profile, &journal, NULL))
        return;
    if (!nh_note_read(journal, NH_SECTION_REVOKED, check->fingerprint, &text, NULL) &&
        nh_buf_add(&text, "", 1))
        read_note((const char *)text.data, out);
    nh_buf_reset(&text);
    nh_journal_close(&journal);
}

/* Where it can't be written, the next check says it again. */
static void remember(const struct check *check, const struct nh_revocation *revocation)
{
    struct nh_journal *journal = NULL;
    if (nh_journal_open(check->profile, &journal, NULL))
        return;
    if (revocation->state == NH_REVOCATION_GOOD)
        nh_note_remove(journal, NH_SECTION_REVOKED, check->fingerprint);
    else
        write_note(journal, check->fingerprint, revocation);
    nh_journal_close(&journal);
}

enum nh_status nh_revocation_check(const char *profile_path, const char *fingerprint,
                                   nh_fetch *fetch, bool fresh, struct nh_revocation *out,
                                   struct nh_error *err)
{
    struct check check = {
        .profile = profile_path, .fingerprint = fingerprint, .fetch = fetch, .fresh = fresh};
    struct nh_revocation revocation = {.by = "", .reason = ""};
    enum nh_status status = gather(&check, err);
    if (!status) {
        prejudge(&check, &revocation);
        check.folder = check.count ? nh_cache_folder(profile_path) : NULL;
    }
    if (!status && check.count && check.issuer)
        status = ask_all(&check, &revocation, err);
    if (!status && is_settled(&revocation))
        remember(&check, &revocation);
    else if (!status)
        recall(&check, &revocation);
    if (!status && revocation.state == NH_REVOCATION_UNCHECKED && !revocation.why[0])
        snprintf(revocation.why, sizeof revocation.why, "Nobody was asked.");
    end_check(&check);
    if (!status)
        *out = revocation;
    return status;
}
