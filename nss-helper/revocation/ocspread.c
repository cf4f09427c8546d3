/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation/ocspread.h"

#include "base/buf.h"

#include <cert.h>
#include <hasht.h>
#include <pk11pub.h>
#include <secasn1.h>
#include <secder.h>
#include <sechash.h>
#include <secitem.h>
#include <secoid.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define TAGGED(n) (SEC_ASN1_EXPLICIT | SEC_ASN1_CONTEXT_SPECIFIC | SEC_ASN1_CONSTRUCTED | (n))

/* CertStatus ::= CHOICE { good [0] IMPLICIT NULL, revoked [1] IMPLICIT …, unknown [2] … NULL } */
#define GOOD (SEC_ASN1_CONTEXT_SPECIFIC | 0)
#define REVOKED (SEC_ASN1_CONTEXT_SPECIFIC | SEC_ASN1_CONSTRUCTED | 1)
#define UNKNOWN (SEC_ASN1_CONTEXT_SPECIFIC | 2)

/* OCSPResponse { status, [0] { type, OCTET STRING } } */
struct response {
    SECItem status, type, bytes;
};
static const SEC_ASN1Template bytes_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, 0},
    {SEC_ASN1_OBJECT_ID, offsetof(struct response, type), NULL, 0},
    {SEC_ASN1_OCTET_STRING, offsetof(struct response, bytes), NULL, 0},
    {0, 0, NULL, 0},
};
static const SEC_ASN1Template response_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct response)},
    {SEC_ASN1_ENUMERATED, offsetof(struct response, status), NULL, 0},
    {TAGGED(0), 0, bytes_template, 0},
    {0, 0, NULL, 0},
};

/* Extension { id, critical DEFAULT FALSE, value } */
struct extension {
    SECItem id, critical;
};
static const SEC_ASN1Template extension_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct extension)},
    {SEC_ASN1_OBJECT_ID, offsetof(struct extension, id), NULL, 0},
    {SEC_ASN1_OPTIONAL | SEC_ASN1_BOOLEAN, offsetof(struct extension, critical), NULL, 0},
    {SEC_ASN1_SKIP, 0, NULL, 0},
    {0, 0, NULL, 0},
};
static const SEC_ASN1Template extensions_template[] = {
    {SEC_ASN1_SEQUENCE_OF, 0, extension_template, 0}};

/* SingleResponse { CertID { { hash … }, name, key, serial }, status, thisUpdate,
   [0] nextUpdate, [1] extensions } */
struct single {
    SECItem hash, name, key, serial, status, this, next;
    struct extension **extensions;
};
static const SEC_ASN1Template hash_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, 0},
    {SEC_ASN1_OBJECT_ID, offsetof(struct single, hash), NULL, 0},
    {SEC_ASN1_SKIP_REST, 0, NULL, 0},
    {0, 0, NULL, 0},
};
static const SEC_ASN1Template id_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, 0},
    {SEC_ASN1_INLINE, 0, hash_template, 0},
    {SEC_ASN1_OCTET_STRING, offsetof(struct single, name), NULL, 0},
    {SEC_ASN1_OCTET_STRING, offsetof(struct single, key), NULL, 0},
    {SEC_ASN1_INTEGER, offsetof(struct single, serial), NULL, 0},
    {0, 0, NULL, 0},
};
static const SEC_ASN1Template time_template[] = {{SEC_ASN1_GENERALIZED_TIME, 0, NULL, 0}};
static const SEC_ASN1Template single_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct single)},
    {SEC_ASN1_INLINE, 0, id_template, 0},
    {SEC_ASN1_ANY, offsetof(struct single, status), NULL, 0},
    {SEC_ASN1_GENERALIZED_TIME, offsetof(struct single, this), NULL, 0},
    {SEC_ASN1_OPTIONAL | TAGGED(0), offsetof(struct single, next), time_template, 0},
    {SEC_ASN1_OPTIONAL | TAGGED(1), offsetof(struct single, extensions), extensions_template, 0},
    {0, 0, NULL, 0},
};
static const SEC_ASN1Template singles_template[] = {{SEC_ASN1_SEQUENCE_OF, 0, single_template, 0}};

/* BasicOCSPResponse { { [0] version, responder, producedAt, responses, [1] extensions } … } */
struct basic {
    SECItem version, responder, produced;
    struct single **singles;
    struct extension **extensions;
};
static const SEC_ASN1Template any_template[] = {{SEC_ASN1_ANY, 0, NULL, 0}};
static const SEC_ASN1Template data_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, 0},
    {SEC_ASN1_OPTIONAL | TAGGED(0), offsetof(struct basic, version), any_template, 0},
    {SEC_ASN1_ANY, offsetof(struct basic, responder), NULL, 0},
    {SEC_ASN1_GENERALIZED_TIME, offsetof(struct basic, produced), NULL, 0},
    {SEC_ASN1_INLINE, offsetof(struct basic, singles), singles_template, 0},
    {SEC_ASN1_OPTIONAL | TAGGED(1), offsetof(struct basic, extensions), extensions_template, 0},
    {0, 0, NULL, 0},
};
static const SEC_ASN1Template basic_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct basic)},
    {SEC_ASN1_INLINE, 0, data_template, 0},
    {SEC_ASN1_SKIP_REST, 0, NULL, 0},
    {0, 0, NULL, 0},
};

/* RevokedInfo, [1] IMPLICIT { revocationTime, [0] reason } */
struct revoked {
    SECItem time, reason;
};
static const SEC_ASN1Template reason_template[] = {{SEC_ASN1_ENUMERATED, 0, NULL, 0}};
static const SEC_ASN1Template revoked_info_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct revoked)},
    {SEC_ASN1_GENERALIZED_TIME, offsetof(struct revoked, time), NULL, 0},
    {SEC_ASN1_OPTIONAL | TAGGED(0), offsetof(struct revoked, reason), reason_template, 0},
    {0, 0, NULL, 0},
};
static const SEC_ASN1Template revoked_template[] = {
    {REVOKED, 0, revoked_info_template, sizeof(struct revoked)}};

static bool read_time(const SECItem *item, time_t *out)
{
    PRTime time = 0;
    if (DER_GeneralizedTimeToTime(&time, item) != SECSuccess)
        return false;
    *out = (time_t)(time / PR_USEC_PER_SEC);
    return true;
}

/* The extensions of RFC 6960 4.4; none of them changes the meaning of an answer. */
static bool is_known(SECOidTag tag)
{
    switch (tag) {
    case SEC_OID_PKIX_OCSP_NONCE:
    case SEC_OID_PKIX_OCSP_CRL:
    case SEC_OID_PKIX_OCSP_ARCHIVE_CUTOFF:
    case SEC_OID_X509_REASON_CODE:
    case SEC_OID_X509_INVALID_DATE: return true;
    default: return false;
    }
}

static bool are_understood(struct extension *const *all)
{
    for (; all && *all; all++)
        if ((*all)->critical.len && (*all)->critical.data[0] &&
            !is_known(SECOID_FindOIDTag(&(*all)->id)))
            return false;
    return true;
}

static bool is_hash_of(const SECItem *hash, SECOidTag kind, const SECItem *bytes)
{
    unsigned char digest[HASH_LENGTH_MAX];
    unsigned length = HASH_ResultLenByOidTag(kind);
    return length && hash->len == length &&
           PK11_HashBuf(kind, digest, bytes->data, (PRInt32)bytes->len) == SECSuccess &&
           memcmp(digest, hash->data, length) == 0;
}

/* Whether its CertID is that of the certificate (RFC 6960 4.1.1), with any hash. */
static bool is_about(const struct single *single, CERTCertificate *certificate,
                     CERTCertificate *issuer)
{
    SECOidTag kind = SECOID_FindOIDTag(&single->hash);
    SECItem key = issuer->subjectPublicKeyInfo.subjectPublicKey;
    DER_ConvertBitString(&key);
    return SECITEM_ItemsAreEqual(&single->serial, &certificate->serialNumber) &&
           is_hash_of(&single->name, kind, &certificate->derIssuer) &&
           is_hash_of(&single->key, kind, &key);
}

static bool read_revoked(PLArenaPool *arena, const SECItem *status, struct nh_ocsp_answer *out)
{
    struct revoked revoked = {.reason = {0}};
    if (SEC_QuickDERDecodeItem(arena, &revoked, revoked_template, status) != SECSuccess ||
        !read_time(&revoked.time, &out->since))
        return false;
    out->word = NH_OCSP_REVOKED;
    out->reason = revoked.reason.len ? DER_GetInteger(&revoked.reason) : 0;
    return true;
}

static bool read_word(PLArenaPool *arena, const SECItem *status, struct nh_ocsp_answer *out)
{
    switch (status->len ? status->data[0] : 0) {
    case GOOD: out->word = NH_OCSP_GOOD; return true;
    case UNKNOWN: out->word = NH_OCSP_UNKNOWN; return true;
    case REVOKED: return read_revoked(arena, status, out);
    default: return false;
    }
}

static bool read_single(PLArenaPool *arena, const struct single *single, time_t produced,
                        struct nh_ocsp_answer *out)
{
    *out = (struct nh_ocsp_answer){.produced = produced};
    return read_time(&single->this, &out->said) &&
           (!single->next.len || read_time(&single->next, &out->next)) &&
           read_word(arena, &single->status, out);
}

static bool weighs_more(const struct nh_ocsp_answer *one, const struct nh_ocsp_answer *other)
{
    return one->word != other->word ? one->word > other->word : one->said > other->said;
}

static enum nh_ocsp_found choose(PLArenaPool *arena, const struct basic *basic,
                                 CERTCertificate *certificate, CERTCertificate *issuer,
                                 struct nh_ocsp_answer *out)
{
    struct nh_ocsp_answer one;
    enum nh_ocsp_found found = NH_OCSP_ABSENT;
    time_t produced = 0;
    if (!read_time(&basic->produced, &produced))
        return NH_OCSP_UNREADABLE;
    for (struct single **at = basic->singles; at && *at; at++) {
        if (!is_about(*at, certificate, issuer))
            continue;
        if (!read_single(arena, *at, produced, &one))
            return NH_OCSP_UNREADABLE;
        if (!are_understood((*at)->extensions))
            return NH_OCSP_NOT_UNDERSTOOD;
        if (found == NH_OCSP_ABSENT || weighs_more(&one, out))
            *out = one;
        found = NH_OCSP_FOUND;
    }
    return found;
}

static enum nh_ocsp_found decode(PLArenaPool *arena, const struct nh_buf *bytes,
                                 CERTCertificate *certificate, CERTCertificate *issuer,
                                 struct nh_ocsp_answer *out)
{
    const SECItem der = {siBuffer, bytes->data, (unsigned)bytes->length};
    struct response response = {.status = {0}};
    struct basic basic = {.singles = NULL};
    if (SEC_QuickDERDecodeItem(arena, &response, response_template, &der) != SECSuccess ||
        SEC_QuickDERDecodeItem(arena, &basic, basic_template, &response.bytes) != SECSuccess)
        return NH_OCSP_UNREADABLE;
    if (!are_understood(basic.extensions))
        return NH_OCSP_NOT_UNDERSTOOD;
    return choose(arena, &basic, certificate, issuer, out);
}

enum nh_ocsp_found nh_ocsp_read(const struct nh_buf *bytes, CERTCertificate *certificate,
                                CERTCertificate *issuer, struct nh_ocsp_answer *out)
{
    PLArenaPool *arena = PORT_NewArena(DER_DEFAULT_CHUNKSIZE);
    enum nh_ocsp_found found =
        arena ? decode(arena, bytes, certificate, issuer, out) : NH_OCSP_UNREADABLE;
    if (arena)
        PORT_FreeArena(arena, PR_FALSE);
    return found;
}
