/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation/ocspread.h"

#include "base/buf.h"

#include <secasn1.h>
#include <secder.h>
#include <secitem.h>
#include <stddef.h>

#define REVOKED (SEC_ASN1_CONTEXT_SPECIFIC | SEC_ASN1_CONSTRUCTED | 1)
#define TAGGED(n) (SEC_ASN1_EXPLICIT | SEC_ASN1_CONTEXT_SPECIFIC | SEC_ASN1_CONSTRUCTED | (n))

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

/* SingleResponse { CertID { …, serial }, status, thisUpdate, [0] nextUpdate … } */
struct single {
    SECItem serial, status, this, next;
};
static const SEC_ASN1Template id_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, 0},
    {SEC_ASN1_SKIP, 0, NULL, 0},
    {SEC_ASN1_SKIP, 0, NULL, 0},
    {SEC_ASN1_SKIP, 0, NULL, 0},
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
    {SEC_ASN1_SKIP_REST, 0, NULL, 0},
    {0, 0, NULL, 0},
};
static const SEC_ASN1Template singles_template[] = {{SEC_ASN1_SEQUENCE_OF, 0, single_template, 0}};

/* BasicOCSPResponse { { [0] version, responder, producedAt, responses … } … } */
struct basic {
    SECItem version, responder, produced;
    struct single **singles;
};
static const SEC_ASN1Template any_template[] = {{SEC_ASN1_ANY, 0, NULL, 0}};
static const SEC_ASN1Template data_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, 0},
    {SEC_ASN1_OPTIONAL | TAGGED(0), offsetof(struct basic, version), any_template, 0},
    {SEC_ASN1_ANY, offsetof(struct basic, responder), NULL, 0},
    {SEC_ASN1_GENERALIZED_TIME, offsetof(struct basic, produced), NULL, 0},
    {SEC_ASN1_INLINE, offsetof(struct basic, singles), singles_template, 0},
    {SEC_ASN1_SKIP_REST, 0, NULL, 0},
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

static bool read_status(PLArenaPool *arena, const struct single *single, struct nh_ocsp_single *out)
{
    struct revoked revoked = {.reason = {0}};
    *out = (struct nh_ocsp_single){0};
    if (single->next.len && !read_time(&single->next, &out->next))
        return false;
    out->revoked = single->status.len && single->status.data[0] == (unsigned char)REVOKED;
    if (!out->revoked)
        return true;
    if (SEC_QuickDERDecodeItem(arena, &revoked, revoked_template, &single->status) != SECSuccess ||
        !read_time(&revoked.time, &out->since))
        return false;
    out->reason = revoked.reason.len ? DER_GetInteger(&revoked.reason) : 0;
    return true;
}

static bool find(PLArenaPool *arena, const struct nh_buf *bytes, const SECItem *serial,
                 struct nh_ocsp_single *out)
{
    const SECItem der = {siBuffer, bytes->data, (unsigned)bytes->length};
    struct response response = {.status = {0}};
    struct basic basic = {.singles = NULL};
    if (SEC_QuickDERDecodeItem(arena, &response, response_template, &der) != SECSuccess ||
        SEC_QuickDERDecodeItem(arena, &basic, basic_template, &response.bytes) != SECSuccess)
        return false;
    for (struct single **one = basic.singles; one && *one; one++)
        if (SECITEM_ItemsAreEqual(&(*one)->serial, serial))
            return read_status(arena, *one, out);
    return false;
}

bool nh_ocsp_single(const struct nh_buf *bytes, const SECItem *serial, struct nh_ocsp_single *out)
{
    PLArenaPool *arena = PORT_NewArena(DER_DEFAULT_CHUNKSIZE);
    bool found = arena && find(arena, bytes, serial, out);
    if (arena)
        PORT_FreeArena(arena, PR_FALSE);
    return found;
}
