/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/typed.h"

#include <secasn1.h>
#include <secoid.h>
#include <secport.h>

static const SEC_ASN1Template any_template[] = {{SEC_ASN1_ANY, 0, NULL, sizeof(SECItem)}};
static const SEC_ASN1Template octets_template[] = {
    {SEC_ASN1_OCTET_STRING, 0, NULL, sizeof(SECItem)},
};

struct nh_typed {
    SECItem id, value, **attributes;
};
static const SEC_ASN1Template typed_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct nh_typed)},
    {SEC_ASN1_OBJECT_ID, offsetof(struct nh_typed, id), NULL, 0},
    {SEC_ASN1_OPTIONAL | SEC_ASN1_EXPLICIT | SEC_ASN1_CONSTRUCTED | SEC_ASN1_CONTEXT_SPECIFIC | 0,
     offsetof(struct nh_typed, value), any_template, 0},
    {SEC_ASN1_SET_OF | SEC_ASN1_OPTIONAL, offsetof(struct nh_typed, attributes), any_template, 0},
    {0, 0, NULL, 0},
};
static const SEC_ASN1Template list_template[] = {
    {SEC_ASN1_SEQUENCE_OF, 0, typed_template, 0},
};
static const SEC_ASN1Template written_template[] = {
    {SEC_ASN1_SEQUENCE_OF, 0, any_template, 0},
};

static bool decode(PLArenaPool *arena, void *out, const SEC_ASN1Template *template,
                   const SECItem *ber)
{
    PORT_SetError(0);
    return SEC_ASN1DecodeItem(arena, out, template, ber) == SECSuccess;
}

struct nh_typed *nh_typed_read(PLArenaPool *arena, const SECItem *ber)
{
    struct nh_typed *typed = PORT_ArenaZNew(arena, struct nh_typed);
    return typed && decode(arena, typed, typed_template, ber) ? typed : NULL;
}

bool nh_typed_list(PLArenaPool *arena, const SECItem *ber, struct nh_typed ***out)
{
    return decode(arena, out, list_template, ber);
}

int nh_typed_kind(const struct nh_typed *typed)
{
    return SECOID_FindOIDTag(&typed->id);
}

const SECItem *nh_typed_value(const struct nh_typed *typed)
{
    return &typed->value;
}

bool nh_typed_octets(PLArenaPool *arena, const SECItem *ber, SECItem *out)
{
    return decode(arena, out, octets_template, ber);
}

SECItem *nh_typed_write(PLArenaPool *arena, int kind, const SECItem *value, SECItem **attributes)
{
    if (!value)
        return NULL;
    struct nh_typed typed = {SECOID_FindOIDByTag((SECOidTag)kind)->oid, *value, attributes};
    return SEC_ASN1EncodeItem(arena, NULL, &typed, typed_template);
}

SECItem *nh_typed_write_octets(PLArenaPool *arena, const SECItem *bytes)
{
    return bytes ? SEC_ASN1EncodeItem(arena, NULL, bytes, octets_template) : NULL;
}

SECItem *nh_typed_write_list(PLArenaPool *arena, SECItem **list)
{
    return SEC_ASN1EncodeItem(arena, NULL, &list, written_template);
}
