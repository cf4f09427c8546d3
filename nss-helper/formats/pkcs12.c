/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/pkcs12.h"

#include "base/buf.h"
#include "base/language.h"
#include "formats/bundle.h"
#include "formats/pfx.h"
#include "formats/pkcs8.h"
#include "formats/typed.h"
#include "formats/unseal.h"
#include "nss/store.h"

#include <secasn1.h>
#include <secoid.h>

SEC_ASN1_MKSUB(SECOID_AlgorithmIDTemplate)

/* Safes may be nested; no known program writes more than two levels. */
#define DEPTH_MOST 8

static const SEC_ASN1Template octets_template[] = {
    {SEC_ASN1_OCTET_STRING, 0, NULL, sizeof(SECItem)},
};

/* EncryptedData, RFC 5652 section 8 */
struct encrypted {
    SECItem version, type, bytes, attributes;
    SECAlgorithmID algorithm;
};
static const SEC_ASN1Template encrypted_content_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct encrypted)},
    {SEC_ASN1_OBJECT_ID, offsetof(struct encrypted, type), NULL, 0},
    {SEC_ASN1_INLINE | SEC_ASN1_XTRN, offsetof(struct encrypted, algorithm),
     SEC_ASN1_SUB(SECOID_AlgorithmIDTemplate), 0},
    {SEC_ASN1_OPTIONAL | SEC_ASN1_CONTEXT_SPECIFIC | 0, offsetof(struct encrypted, bytes),
     octets_template, 0},
    {0, 0, NULL, 0},
};
static const SEC_ASN1Template encrypted_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct encrypted)},
    {SEC_ASN1_INTEGER, offsetof(struct encrypted, version), NULL, 0},
    {SEC_ASN1_INLINE, 0, encrypted_content_template, 0},
    {SEC_ASN1_OPTIONAL | SEC_ASN1_ANY, offsetof(struct encrypted, attributes), NULL, 0},
    {0, 0, NULL, 0},
};

struct reading {
    PLArenaPool *arena; /* holds all decrypted data; zeroed in the end */
    const struct nh_opening *opening;
    struct nh_bundle *bundle;
    unsigned long rounds;
};

static enum nh_status fail_damaged(struct nh_error *err)
{
    return nh_fail_nss(err, NH_BAD_DATA, "The contents of this PKCS#12 file are damaged.");
}

static enum nh_status add_certificate(struct reading *reading, const SECItem *value,
                                      struct nh_error *err)
{
    const struct nh_typed *bag = nh_typed_read(reading->arena, value);
    SECItem der = {0};
    if (!bag)
        return fail_damaged(err);
    if (nh_typed_kind(bag) != SEC_OID_PKCS9_X509_CERT)
        return NH_OK;
    if (!nh_typed_octets(reading->arena, nh_typed_value(bag), &der))
        return nh_fail_nss(err, NH_BAD_DATA, "A certificate in this PKCS#12 file is damaged.");
    return nh_bundle_add(reading->bundle, &der, err);
}

static enum nh_status add_key(struct reading *reading, enum nh_pkcs8_form form,
                              const SECItem *value, struct nh_error *err)
{
    struct nh_pkcs8 *key = NULL;
    enum nh_status status =
        nh_pkcs8_read(form, value, reading->opening, &reading->rounds, &key, err);
    if (status == NH_PASSWORD && reading->opening->key_password)
        return nh_fail(err, NH_KEY_PASSWORD, NULL,
                       "The key in this file has another password than the file itself, and not "
                       "the one that you gave. Give it with --key-password-file or "
                       "--key-password-fd.");
    if (status == NH_PASSWORD)
        return nh_fail(err, NH_KEY_PASSWORD, NULL,
                       "The key in this file has another password than the file itself. Give it "
                       "with --key-password-file or --key-password-fd.");
    return status ? status : nh_bundle_add_key(reading->bundle, &key, form, err);
}

static enum nh_status read_bags(struct reading *reading, const SECItem *contents, int depth,
                                struct nh_error *err);

static enum nh_status read_bag(struct reading *reading, const struct nh_typed *bag, int depth,
                               struct nh_error *err)
{
    const SECItem *value = nh_typed_value(bag);
    switch (nh_typed_kind(bag)) {
    case SEC_OID_PKCS12_V1_CERT_BAG_ID: return add_certificate(reading, value, err);
    case SEC_OID_PKCS12_V1_KEY_BAG_ID: return add_key(reading, NH_PKCS8_OPEN, value, err);
    case SEC_OID_PKCS12_V1_PKCS8_SHROUDED_KEY_BAG_ID:
        return add_key(reading, NH_PKCS8_SEALED, value, err);
    case SEC_OID_PKCS12_V1_SAFE_CONTENTS_BAG_ID:
        if (depth == DEPTH_MOST)
            return nh_fail(err, NH_BAD_DATA, NULL,
                           "The containers in this PKCS#12 file are nested more than %d deep.",
                           DEPTH_MOST);
        return read_bags(reading, value, depth + 1, err);
    default: return NH_OK; /* a CRL, a secret */
    }
}

static enum nh_status read_bags(struct reading *reading, const SECItem *contents, int depth,
                                struct nh_error *err)
{
    struct nh_typed **bags = NULL;
    enum nh_status status = NH_OK;
    if (!nh_typed_list(reading->arena, contents, &bags))
        return fail_damaged(err);
    for (; !status && bags && *bags; bags++)
        status = read_bag(reading, *bags, depth, err);
    return status;
}

static enum nh_status read_encrypted(struct reading *reading, const SECItem *value,
                                     struct nh_error *err)
{
    struct encrypted encrypted = {.version = {siBuffer, NULL, 0}};
    struct nh_buf plain = {.secret = true};
    PORT_SetError(0);
    if (SEC_ASN1DecodeItem(reading->arena, &encrypted, encrypted_template, value) != SECSuccess)
        return fail_damaged(err);
    enum nh_status status =
        nh_unseal(&encrypted.algorithm, &encrypted.bytes, reading->opening->password,
                  N_("This PKCS#12 file"), &reading->rounds, &plain, err);
    if (status == NH_PASSWORD) /* the MAC has shown that it is right */
        status = nh_fail(
            err, NH_BAD_DATA, NULL,
            "The certificates in this PKCS#12 file are damaged, or encrypted with another password "
            "than the file.");
    if (!status) {
        SECItem contents = {siBuffer, plain.data, (unsigned)plain.length};
        status = read_bags(reading, &contents, 0, err);
    }
    nh_buf_reset(&plain);
    return status;
}

static enum nh_status read_safe(struct reading *reading, const struct nh_typed *safe,
                                struct nh_error *err)
{
    const SECItem *value = nh_typed_value(safe);
    SECItem contents = {0};
    switch (nh_typed_kind(safe)) {
    case SEC_OID_PKCS7_DATA:
        if (!nh_typed_octets(reading->arena, value, &contents))
            return fail_damaged(err);
        return read_bags(reading, &contents, 0, err);
    case SEC_OID_PKCS7_ENCRYPTED_DATA: return read_encrypted(reading, value, err);
    default:
        return nh_fail(
            err, NH_BAD_DATA, NULL,
            "This PKCS#12 file is encrypted for a certificate instead of a password. Ask for one "
            "with a password.");
    }
}

static enum nh_status read_safes(struct reading *reading, const struct nh_buf *safes,
                                 struct nh_error *err)
{
    SECItem item = {siBuffer, safes->data, (unsigned)safes->length};
    struct nh_typed **all = NULL;
    enum nh_status status = NH_OK;
    if (!nh_typed_list(reading->arena, &item, &all))
        return fail_damaged(err);
    for (; !status && all && *all; all++)
        status = read_safe(reading, *all, err);
    return status;
}

enum nh_status nh_pkcs12_read(const void *data, size_t length, const struct nh_opening *opening,
                              struct nh_bundle *bundle, struct nh_error *err)
{
    struct nh_buf safes = {.secret = true};
    struct reading reading = {.opening = opening, .bundle = bundle};
    enum nh_status status =
        nh_pfx_open(data, length, opening->password, &reading.rounds, &safes, err);
    if (!status && !(reading.arena = PORT_NewArena(SEC_ASN1_DEFAULT_ARENA_SIZE)))
        status = nh_fail_memory(err);
    if (!status)
        status = read_safes(&reading, &safes, err);
    if (reading.arena)
        PORT_FreeArena(reading.arena, PR_TRUE);
    nh_buf_reset(&safes);
    return status;
}
