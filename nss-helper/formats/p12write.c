/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/p12write.h"

#include "base/buf.h"
#include "certificate/chain.h"
#include "certificate/describe.h"
#include "formats/pbe.h"
#include "formats/pfx.h"
#include "formats/typed.h"
#include "nss/store.h"

#include <cert.h>
#include <pk11pub.h>
#include <secasn1.h>
#include <sechash.h>
#include <secoid.h>
#include <stdlib.h>
#include <string.h>

static const SEC_ASN1Template any_template[] = {
    {SEC_ASN1_ANY, 0, NULL, sizeof(SECItem)},
};
static const SEC_ASN1Template octets_template[] = {
    {SEC_ASN1_OCTET_STRING, 0, NULL, sizeof(SECItem)},
};
static const SEC_ASN1Template name_template[] = {
    {SEC_ASN1_BMP_STRING, 0, NULL, sizeof(SECItem)},
};
/* PKCS12Attribute, RFC 7292 section 4.2 */
struct attribute {
    SECItem id, **values;
};
static const SEC_ASN1Template attribute_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct attribute)},
    {SEC_ASN1_OBJECT_ID, offsetof(struct attribute, id), NULL, 0},
    {SEC_ASN1_SET_OF, offsetof(struct attribute, values), any_template, 0},
    {0, 0, NULL, 0},
};

/* EncryptedData, RFC 5652 section 8 */
struct encrypted {
    SECItem version, type, algorithm, bytes;
};
static const SEC_ASN1Template encrypted_content_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct encrypted)},
    {SEC_ASN1_OBJECT_ID, offsetof(struct encrypted, type), NULL, 0},
    {SEC_ASN1_ANY, offsetof(struct encrypted, algorithm), NULL, 0},
    {SEC_ASN1_CONTEXT_SPECIFIC | 0, offsetof(struct encrypted, bytes), octets_template, 0},
    {0, 0, NULL, 0},
};
static const SEC_ASN1Template encrypted_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct encrypted)},
    {SEC_ASN1_INTEGER, offsetof(struct encrypted, version), NULL, 0},
    {SEC_ASN1_INLINE, 0, encrypted_content_template, 0},
    {0, 0, NULL, 0},
};

/* A file in the making, and its parts. */
struct writing {
    struct nh_store *store;
    CERTCertificate *certificate;
    enum nh_seal seal;
    const char *password;
    PLArenaPool *arena;
    SECItem *attributes[3]; /* for the person's certificate and key */
};

/* These functions return NULL when memory runs out or a part is NULL. */
static SECItem *encode(const struct writing *writing, const void *from,
                       const SEC_ASN1Template *template)
{
    return from ? SEC_ASN1EncodeItem(writing->arena, NULL, from, template) : NULL;
}

static SECItem *make_attribute(const struct writing *writing, SECOidTag kind, const SECItem *value)
{
    SECItem *values[] = {(SECItem *)value, NULL};
    struct attribute attribute = {SECOID_FindOIDByTag(kind)->oid, values};
    return value ? encode(writing, &attribute, attribute_template) : NULL;
}

/* The localKeyID, which joins key and certificate. */
static SECItem *make_id(const struct writing *writing)
{
    unsigned char hash[SHA1_LENGTH];
    SECItem id = {siBuffer, hash, sizeof hash};
    const SECItem *der = &writing->certificate->derCert;
    if (PK11_HashBuf(SEC_OID_SHA1, hash, der->data, (PRInt32)der->len) != SECSuccess)
        return NULL;
    return make_attribute(writing, SEC_OID_PKCS9_LOCAL_KEY_ID,
                          nh_typed_write_octets(writing->arena, &id));
}

static SECItem *make_name(const struct writing *writing)
{
    struct nh_buf units = {0};
    SECItem *name = NULL;
    char *nickname = nh_describe_nickname(writing->certificate);
    if (nickname && !*nickname) {
        free(nickname);
        nickname = nh_describe_name(writing->certificate);
    }
    if (nickname && nh_pbe_utf16(nickname, &units)) {
        SECItem item = {siBuffer, units.data, (unsigned)units.length - 2}; /* without the NUL */
        name = encode(writing, &item, name_template);
    }
    nh_buf_reset(&units);
    free(nickname);
    return make_attribute(writing, SEC_OID_PKCS9_FRIENDLY_NAME, name);
}

/* X.690 section 11.6: a SET OF is sorted by the bytes of its members. */
static bool comes_after(const SECItem *one, const SECItem *other)
{
    unsigned both = one->len < other->len ? one->len : other->len;
    int order = memcmp(one->data, other->data, both);
    return order > 0 || (order == 0 && one->len > other->len);
}

static bool make_attributes(struct writing *writing)
{
    SECItem **attributes = writing->attributes;
    attributes[0] = make_id(writing);
    attributes[1] = make_name(writing);
    if (!attributes[0] || !attributes[1])
        return false;
    if (comes_after(attributes[0], attributes[1])) {
        SECItem *first = attributes[0];
        attributes[0] = attributes[1];
        attributes[1] = first;
    }
    return true;
}

static SECItem *bag_of(const struct writing *writing, CERTCertificate *certificate,
                       SECItem **attributes)
{
    PLArenaPool *arena = writing->arena;
    SECItem *octets = nh_typed_write_octets(arena, &certificate->derCert);
    return nh_typed_write(arena, SEC_OID_PKCS12_V1_CERT_BAG_ID,
                          nh_typed_write(arena, SEC_OID_PKCS9_X509_CERT, octets, NULL), attributes);
}

/* The person's certificate comes first, for programs that read only the first. */
static SECItem *write_certificates(struct writing *writing, bool with_root)
{
    SECItem *bags[NH_CHAIN_MAX + 2] = {bag_of(writing, writing->certificate, writing->attributes)};
    CERTCertificate *issuers[NH_CHAIN_MAX];
    size_t found = nh_chain_of(writing->certificate, issuers), count = 1;
    bool enough = bags[0] != NULL;
    for (size_t i = 0; i < found; i++) {
        if (enough && (with_root || !issuers[i]->isRoot))
            enough = (bags[count++] = bag_of(writing, issuers[i], NULL)) != NULL;
        CERT_DestroyCertificate(issuers[i]);
    }
    return enough ? nh_typed_write_list(writing->arena, bags) : NULL;
}

static SECItem *write_key(struct writing *writing)
{
    SECItem *key = nh_seal_key(writing->store, writing->certificate, writing->seal,
                               writing->password, writing->arena);
    SECItem *bags[] = {nh_typed_write(writing->arena, SEC_OID_PKCS12_V1_PKCS8_SHROUDED_KEY_BAG_ID,
                                      key, writing->attributes),
                       NULL};
    return bags[0] ? nh_typed_write_list(writing->arena, bags) : NULL;
}

static SECItem *encrypt(struct writing *writing, const SECItem *bytes)
{
    unsigned char zero = 0;
    struct encrypted encrypted = {.version = {siBuffer, &zero, 1},
                                  .type = SECOID_FindOIDByTag(SEC_OID_PKCS7_DATA)->oid};
    if (!bytes || !nh_seal_bytes(bytes, writing->seal, writing->password, writing->arena,
                                 &encrypted.algorithm, &encrypted.bytes))
        return NULL;
    return nh_typed_write(writing->arena, SEC_OID_PKCS7_ENCRYPTED_DATA,
                          encode(writing, &encrypted, encrypted_template), NULL);
}

/* AuthenticatedSafe, RFC 7292 section 4.1: the certificates, encrypted together, and the key, which
   is encrypted on its own. */
static SECItem *write_safes(struct writing *writing, bool with_root)
{
    if (!make_attributes(writing))
        return NULL;
    PLArenaPool *arena = writing->arena;
    SECItem *safes[] = {encrypt(writing, write_certificates(writing, with_root)),
                        nh_typed_write(arena, SEC_OID_PKCS7_DATA,
                                       nh_typed_write_octets(arena, write_key(writing)), NULL),
                        NULL};
    return safes[0] && safes[1] ? nh_typed_write_list(arena, safes) : NULL;
}

enum nh_status nh_p12_write(struct nh_store *store, CERTCertificate *certificate, enum nh_seal seal,
                            bool with_root, const char *password, struct nh_buf *out,
                            struct nh_error *err)
{
    struct writing writing = {.store = store,
                              .certificate = certificate,
                              .seal = seal,
                              .password = password,
                              .arena = PORT_NewArena(DER_DEFAULT_CHUNKSIZE)};
    if (!writing.arena)
        return nh_fail_memory(err);
    PORT_SetError(0);
    SECItem *safes = write_safes(&writing, with_root);
    enum nh_status status =
        safes ? nh_pfx_write(safes, seal == NH_SEAL_3DES, password, out, err)
              : nh_fail_nss(err, NH_NSS, "The key can't be taken out of the profile.");
    PORT_FreeArena(writing.arena, PR_TRUE);
    return status;
}
