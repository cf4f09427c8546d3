/* SPDX-License-Identifier: MPL-2.0 */
#include "net/csrattrs.h"

#include "base/buf.h"

#include <secasn1.h>
#include <secder.h>
#include <secitem.h>
#include <secoid.h>
#include <stdbool.h>
#include <stddef.h>

static const SEC_ASN1Template any_template[] = {{SEC_ASN1_ANY, 0, NULL, sizeof(SECItem)}};
static const SEC_ASN1Template id_template[] = {{SEC_ASN1_OBJECT_ID, 0, NULL, sizeof(SECItem)}};
static const SEC_ASN1Template integer_template[] = {{SEC_ASN1_INTEGER, 0, NULL, sizeof(SECItem)}};

/* AttrOrOID: an object identifier alone, or with values. */
struct attribute {
    SECItem type;
    SECItem **values;
};
static const SEC_ASN1Template attribute_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct attribute)},
    {SEC_ASN1_OBJECT_ID, offsetof(struct attribute, type), NULL, 0},
    {SEC_ASN1_SET_OF, offsetof(struct attribute, values), any_template, 0},
    {0, 0, NULL, 0},
};

struct attributes {
    SECItem **items;
};
static const SEC_ASN1Template attributes_template[] = {
    {SEC_ASN1_SEQUENCE_OF, offsetof(struct attributes, items), any_template,
     sizeof(struct attributes)},
};

static bool is_curve(PLArenaPool *arena, const SECItem *der, enum nh_key_kind *kind)
{
    SECItem id = {0};
    if (SEC_QuickDERDecodeItem(arena, &id, id_template, der) != SECSuccess)
        return false;
    SECOidTag tag = SECOID_FindOIDTag(&id);
    if (tag != SEC_OID_SECG_EC_SECP256R1 && tag != SEC_OID_SECG_EC_SECP384R1)
        return false;
    *kind = tag == SEC_OID_SECG_EC_SECP256R1 ? NH_KEY_P_256 : NH_KEY_P_384;
    return true;
}

static bool is_size(PLArenaPool *arena, const SECItem *der, enum nh_key_kind *kind)
{
    SECItem bits = {0};
    if (SEC_QuickDERDecodeItem(arena, &bits, integer_template, der) != SECSuccess)
        return false;
    switch (DER_GetInteger(&bits)) {
    case 2048: *kind = NH_KEY_RSA_2048; return true;
    case 3072: *kind = NH_KEY_RSA_3072; return true;
    case 4096: *kind = NH_KEY_RSA_4096; return true;
    default: return false;
    }
}

/* The algorithm, with its curve or its size; some servers name the curve alone. */
static bool is_kind(PLArenaPool *arena, const SECItem *item, enum nh_key_kind *kind)
{
    struct attribute attribute = {0};
    if (is_curve(arena, item, kind))
        return true;
    if (SEC_QuickDERDecodeItem(arena, &attribute, attribute_template, item) != SECSuccess ||
        !attribute.values || !*attribute.values)
        return false;
    switch (SECOID_FindOIDTag(&attribute.type)) {
    case SEC_OID_PKCS1_RSA_ENCRYPTION: return is_size(arena, *attribute.values, kind);
    case SEC_OID_ANSIX962_EC_PUBLIC_KEY: return is_curve(arena, *attribute.values, kind);
    default: return false;
    }
}

void nh_csrattrs_read(const struct nh_buf *der, enum nh_key_kind *kind)
{
    SECItem all = {siBuffer, der->data, (unsigned)der->length};
    struct attributes attributes = {0};
    PLArenaPool *arena = PORT_NewArena(SEC_ASN1_DEFAULT_ARENA_SIZE);
    if (arena &&
        SEC_QuickDERDecodeItem(arena, &attributes, attributes_template, &all) == SECSuccess)
        for (SECItem **item = attributes.items; item && *item && !is_kind(arena, *item, kind);)
            item++;
    if (arena)
        PORT_FreeArena(arena, PR_FALSE);
}
