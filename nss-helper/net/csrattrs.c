/* SPDX-License-Identifier: MPL-2.0 */
#include "net/csrattrs.h"

#include "base/buf.h"
#include "base/language.h"

#include <secasn1.h>
#include <secder.h>
#include <secitem.h>
#include <secoid.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static const SEC_ASN1Template any_template[] = {{SEC_ASN1_ANY, 0, NULL, sizeof(SECItem)}};
static const SEC_ASN1Template id_template[] = {{SEC_ASN1_OBJECT_ID, 0, NULL, sizeof(SECItem)}};
static const SEC_ASN1Template integer_template[] = {{SEC_ASN1_INTEGER, 0, NULL, sizeof(SECItem)}};

/* AttrOrOID: an object identifier, with or without values. */
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

/* RFC 9908: 1.2.840.113549.1.9.16.2.61 and 62, RFC 2985: 1.2.840.113549.1.9.7 */
static const unsigned char request_template_oid[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d,
                                                     0x01, 0x09, 0x10, 0x02, 0x3d};
static const unsigned char extension_template_oid[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d,
                                                       0x01, 0x09, 0x10, 0x02, 0x3e};
static const unsigned char challenge_password_oid[] = {0x2a, 0x86, 0x48, 0x86, 0xf7,
                                                       0x0d, 0x01, 0x09, 0x07};
static const unsigned char ed25519_oid[] = {0x2b, 0x65, 0x70}, ed448_oid[] = {0x2b, 0x65, 0x71};

static bool is_oid(const SECItem *id, const unsigned char *oid, size_t length)
{
    return id->len == length && memcmp(id->data, oid, length) == 0;
}
#define IS_OID(id, oid) is_oid((id), (oid), sizeof(oid))

static void want_kind(struct nh_csrattrs *out, enum nh_key_kind kind)
{
    if (!out->has_kind)
        out->kind = kind;
    out->has_kind = true;
}

static void want_other(struct nh_csrattrs *out, const char *name)
{
    if (!out->other)
        out->other = name;
}

/* A curve, or an algorithm that implies one; some servers name only this. */
static bool read_curve(const SECItem *id, struct nh_csrattrs *out)
{
    switch (SECOID_FindOIDTag(id)) {
    case SEC_OID_SECG_EC_SECP256R1: want_kind(out, NH_KEY_P_256); return true;
    case SEC_OID_SECG_EC_SECP384R1: want_kind(out, NH_KEY_P_384); return true;
    case SEC_OID_SECG_EC_SECP521R1: want_other(out, "EC P-521"); return true;
    default: break;
    }
    if (IS_OID(id, ed25519_oid))
        want_other(out, "Ed25519");
    else if (IS_OID(id, ed448_oid))
        want_other(out, "Ed448");
    else
        return false;
    return true;
}

/* The curve in a value of id-ecPublicKey. */
static void read_named_curve(PLArenaPool *arena, const SECItem *der, struct nh_csrattrs *out)
{
    SECItem id = {0};
    if (SEC_QuickDERDecodeItem(arena, &id, id_template, der) == SECSuccess && !read_curve(&id, out))
        want_other(out, N_("EC on another curve"));
}

static void read_size(PLArenaPool *arena, const SECItem *der, struct nh_csrattrs *out)
{
    SECItem bits = {0};
    if (SEC_QuickDERDecodeItem(arena, &bits, integer_template, der) != SECSuccess)
        return;
    switch (DER_GetInteger(&bits)) {
    case 1024: want_other(out, N_("RSA of 1024 bits")); break;
    case 2048: want_kind(out, NH_KEY_RSA_2048); break;
    case 3072: want_kind(out, NH_KEY_RSA_3072); break;
    case 4096: want_kind(out, NH_KEY_RSA_4096); break;
    case 8192: want_other(out, N_("RSA of 8192 bits")); break;
    default: want_other(out, N_("RSA of another size")); break;
    }
}

/* Only whole Extensions can be requested; some servers name only the attribute. */
static void read_extensions(PLArenaPool *arena, const SECItem *der, struct nh_csrattrs *out)
{
    struct attributes parts = {0};
    if (out->extensions.length || der->len > NH_CSRATTRS_EXTENSIONS ||
        SEC_QuickDERDecodeItem(arena, &parts, attributes_template, der) != SECSuccess ||
        !parts.items || !*parts.items)
        return;
    nh_buf_add(&out->extensions, der->data, der->len);
}

static void read_alone(const SECItem *id, struct nh_csrattrs *out)
{
    if (IS_OID(id, challenge_password_oid))
        out->challenge = true;
    else
        read_curve(id, out);
}

static void read_attribute(PLArenaPool *arena, const struct attribute *attribute,
                           struct nh_csrattrs *out)
{
    const SECItem *value = attribute->values ? *attribute->values : NULL;
    out->template |= IS_OID(&attribute->type, request_template_oid) ||
                     IS_OID(&attribute->type, extension_template_oid);
    out->challenge |= IS_OID(&attribute->type, challenge_password_oid);
    if (!value)
        return;
    switch (SECOID_FindOIDTag(&attribute->type)) {
    case SEC_OID_PKCS1_RSA_ENCRYPTION: read_size(arena, value, out); break;
    case SEC_OID_ANSIX962_EC_PUBLIC_KEY: read_named_curve(arena, value, out); break;
    case SEC_OID_PKCS9_EXTENSION_REQUEST: read_extensions(arena, value, out); break;
    default: break;
    }
}

static void read_item(PLArenaPool *arena, const SECItem *item, struct nh_csrattrs *out)
{
    struct attribute attribute = {0};
    SECItem id = {0};
    if (SEC_QuickDERDecodeItem(arena, &id, id_template, item) == SECSuccess)
        read_alone(&id, out);
    else if (SEC_QuickDERDecodeItem(arena, &attribute, attribute_template, item) == SECSuccess)
        read_attribute(arena, &attribute, out);
}

void nh_csrattrs_read(const struct nh_buf *der, struct nh_csrattrs *out)
{
    SECItem all = {siBuffer, der->data, (unsigned)der->length};
    struct attributes attributes = {0};
    PLArenaPool *arena = PORT_NewArena(SEC_ASN1_DEFAULT_ARENA_SIZE);
    *out = (struct nh_csrattrs){.has_kind = false};
    if (arena &&
        SEC_QuickDERDecodeItem(arena, &attributes, attributes_template, &all) == SECSuccess)
        for (SECItem **item = attributes.items; item && *item; item++)
            read_item(arena, *item, out);
    if (arena)
        PORT_FreeArena(arena, PR_FALSE);
}

void nh_csrattrs_reset(struct nh_csrattrs *attributes)
{
    nh_buf_reset(&attributes->extensions);
    *attributes = (struct nh_csrattrs){.has_kind = false};
}
