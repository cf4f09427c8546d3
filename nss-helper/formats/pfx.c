/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/pfx.h"

#include "base/buf.h"
#include "base/language.h"
#include "formats/pbe.h"
#include "formats/seal.h"
#include "nss/armour.h"
#include "nss/store.h"

#include <pk11pub.h>
#include <plbase64.h>
#include <secasn1.h>
#include <secder.h>
#include <secerr.h>
#include <secoid.h>
#include <string.h>

/* Bytes of a SHA-512 digest. */
#define DIGEST_SIZE 64

/* Bytes of salt in files written here. */
#define SALT_SIZE 16

SEC_ASN1_MKSUB(SECOID_AlgorithmIDTemplate)

struct algorithm {
    SECItem id, parameters;
};

struct pfx {
    SECItem version, type, content, mac;
};

struct mac {
    struct algorithm hash;
    SECItem digest, salt, rounds;
};

static const SEC_ASN1Template octets_template[] = {
    {SEC_ASN1_OCTET_STRING, 0, NULL, sizeof(SECItem)},
};

static const SEC_ASN1Template content_info_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, 0},
    {SEC_ASN1_OBJECT_ID, offsetof(struct pfx, type), NULL, 0},
    {SEC_ASN1_EXPLICIT | SEC_ASN1_CONSTRUCTED | SEC_ASN1_CONTEXT_SPECIFIC | 0,
     offsetof(struct pfx, content), octets_template, 0},
    {0, 0, NULL, 0},
};

static const SEC_ASN1Template pfx_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct pfx)},
    {SEC_ASN1_INTEGER, offsetof(struct pfx, version), NULL, 0},
    {SEC_ASN1_INLINE, 0, content_info_template, 0},
    {SEC_ASN1_ANY | SEC_ASN1_OPTIONAL, offsetof(struct pfx, mac), NULL, 0},
    {0, 0, NULL, 0},
};

static const SEC_ASN1Template algorithm_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, 0},
    {SEC_ASN1_OBJECT_ID, offsetof(struct algorithm, id), NULL, 0},
    {SEC_ASN1_ANY | SEC_ASN1_OPTIONAL, offsetof(struct algorithm, parameters), NULL, 0},
    {0, 0, NULL, 0},
};

/* DigestInfo, PKCS#7 section 9.4 (RFC 2315) */
static const SEC_ASN1Template digest_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, 0},
    {SEC_ASN1_INLINE, offsetof(struct mac, hash), algorithm_template, 0},
    {SEC_ASN1_OCTET_STRING, offsetof(struct mac, digest), NULL, 0},
    {0, 0, NULL, 0},
};

static const SEC_ASN1Template mac_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct mac)},
    {SEC_ASN1_INLINE, 0, digest_template, 0},
    {SEC_ASN1_OCTET_STRING, offsetof(struct mac, salt), NULL, 0},
    {SEC_ASN1_INTEGER | SEC_ASN1_OPTIONAL, offsetof(struct mac, rounds), NULL, 0},
    {0, 0, NULL, 0},
};

/* Read by hand, because a decoder needs the whole file, and this may be its first bytes only. It
   only decides which decoder comes next. */
bool nh_pfx_recognise(const void *data, size_t length)
{
    /* The version, INTEGER 3, and the start of a ContentInfo. */
    static const unsigned char version[] = {0x02, 0x01, 0x03, 0x30};
    const unsigned char *bytes = data;
    size_t header = length > 1 && bytes[1] > 0x80 ? 2 + (bytes[1] & 0x7fu) : 2;
    return header <= 6 && length > header + sizeof version && bytes[0] == 0x30 &&
           memcmp(bytes + header, version, sizeof version) == 0;
}

/* Bytes that are enough for nh_pfx_recognise. */
#define HEAD 16

/* Allocates nothing: without memory, a file with a key would be treated as one without. */
static bool is_encoded(const char *text, size_t length)
{
    char head[HEAD];
    unsigned char bytes[HEAD / 4 * 3];
    size_t count = 0;
    for (size_t i = 0; i < length && count < HEAD; i++) {
        if (!text[i] || !strchr(" \t\r\n", text[i]))
            head[count++] = text[i];
    }
    return count == HEAD && PL_Base64Decode(head, HEAD, (char *)bytes) &&
           nh_pfx_recognise(bytes, sizeof bytes);
}

bool nh_pfx_find(const char *text, size_t length, const char **start, size_t *size)
{
    const char *at = text;
    struct nh_armour block;
    while (nh_armour_next(&at, text + length, &block) == NH_ARMOUR_BLOCK) {
        if (!is_encoded(block.body, block.length))
            continue;
        *start = block.body;
        *size = block.length;
        return true;
    }
    *start = text;
    *size = length;
    return is_encoded(text, length);
}

static enum nh_status fail_damaged(struct nh_error *err)
{
    return nh_fail_nss(err, NH_BAD_DATA, "This PKCS#12 file is damaged or cut off.");
}

/* Only what RFC 7292 section 4 calls password-integrity mode. */
static enum nh_status decode(const void *data, size_t length, PLArenaPool *arena, struct pfx *pfx,
                             struct mac *mac, struct nh_error *err)
{
    SECItem file = {siBuffer, (unsigned char *)data, (unsigned)length};
    PORT_SetError(0);
    if (SEC_ASN1DecodeItem(arena, pfx, pfx_template, &file) != SECSuccess)
        return fail_damaged(err);
    if (SECOID_FindOIDTag(&pfx->type) != SEC_OID_PKCS7_DATA)
        return nh_fail(
            err, NH_BAD_DATA, NULL,
            "This PKCS#12 file is protected by a certificate instead of a password. Ask for one "
            "with a password.");
    if (pfx->mac.len == 0)
        return nh_fail(
            err, NH_BAD_DATA, NULL,
            "This PKCS#12 file has no integrity check (MAC), so anyone could have changed it. Ask "
            "for a file that has one. If you know that the file is the right one: \"openssl pkcs12 "
            "-in FILE -nomacver -out NEW\". Then import NEW.");
    if (SEC_ASN1DecodeItem(arena, mac, mac_template, &pfx->mac) != SECSuccess)
        return fail_damaged(err);
    return NH_OK;
}

struct hash {
    SECOidTag id, hmac_id;
    CK_MECHANISM_TYPE key, hmac;
};

static const struct hash hashes[] = {
    {SEC_OID_SHA1, SEC_OID_HMAC_SHA1, CKM_NSS_PBE_SHA1_HMAC_KEY_GEN, CKM_SHA_1_HMAC},
    {SEC_OID_SHA224, SEC_OID_HMAC_SHA224, CKM_NSS_PKCS12_PBE_SHA224_HMAC_KEY_GEN, CKM_SHA224_HMAC},
    {SEC_OID_SHA256, SEC_OID_HMAC_SHA256, CKM_NSS_PKCS12_PBE_SHA256_HMAC_KEY_GEN, CKM_SHA256_HMAC},
    {SEC_OID_SHA384, SEC_OID_HMAC_SHA384, CKM_NSS_PKCS12_PBE_SHA384_HMAC_KEY_GEN, CKM_SHA384_HMAC},
    {SEC_OID_SHA512, SEC_OID_HMAC_SHA512, CKM_NSS_PKCS12_PBE_SHA512_HMAC_KEY_GEN, CKM_SHA512_HMAC},
};

/* By the OID of a hash, or of its HMAC. */
static const struct hash *find_hash(const SECItem *id)
{
    SECOidTag tag = SECOID_FindOIDTag(id);
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++) {
        if (tag == hashes[i].id || tag == hashes[i].hmac_id)
            return &hashes[i];
    }
    return NULL;
}

/* How the MAC is computed: as in RFC 7292, or as in RFC 9579. */
struct making {
    const struct hash *hash;
    SECAlgorithmID *derivation; /* for PBMAC1, else NULL */
    SECAlgorithmID whole;
};

/* PBMAC1-params, RFC 8018 appendix A.5. NSS before 3.106 does not support it in PKCS#12 files, but
   has all its parts. */
struct pbmac1 {
    SECAlgorithmID derivation;
    struct algorithm scheme;
};
static const SEC_ASN1Template pbmac1_template[] = {
    {SEC_ASN1_SEQUENCE, 0, NULL, sizeof(struct pbmac1)},
    {SEC_ASN1_INLINE | SEC_ASN1_XTRN, offsetof(struct pbmac1, derivation),
     SEC_ASN1_SUB(SECOID_AlgorithmIDTemplate), 0},
    {SEC_ASN1_INLINE, offsetof(struct pbmac1, scheme), algorithm_template, 0},
    {0, 0, NULL, 0},
};

static enum nh_status fail_kind(struct nh_error *err)
{
    return nh_fail(
        err, NH_BAD_DATA, NULL,
        "The integrity check (MAC) of this PKCS#12 file is of an unknown kind. Ask for another "
        "file, or convert it: \"openssl pkcs12 -in FILE -out NEW\". Then import NEW.");
}

static enum nh_status find_making(const struct mac *mac, PLArenaPool *arena, struct making *out,
                                  struct nh_error *err)
{
    if (SECOID_FindOIDTag(&mac->hash.id) != SEC_OID_PKCS5_PBMAC1) {
        out->hash = find_hash(&mac->hash.id);
        return out->hash ? NH_OK : fail_kind(err);
    }
    struct pbmac1 *pbmac1 = PORT_ArenaZNew(arena, struct pbmac1);
    if (!pbmac1 ||
        SEC_ASN1DecodeItem(arena, pbmac1, pbmac1_template, &mac->hash.parameters) != SECSuccess)
        return fail_damaged(err);
    out->hash = find_hash(&pbmac1->scheme.id);
    out->whole = (SECAlgorithmID){mac->hash.id, mac->hash.parameters};
    out->derivation = &pbmac1->derivation;
    bool known = out->hash && SECOID_GetAlgorithmTag(out->derivation) == SEC_OID_PKCS5_PBKDF2;
    return known ? NH_OK : fail_kind(err);
}

static PK11SymKey *make_key(const struct making *making, const struct mac *mac,
                            const struct nh_buf *password)
{
    SECItem salt = mac->salt;
    SECItem secret = {siBuffer, password->data, (unsigned)password->length};
    PK11SymKey *key = NULL;
    if (making->derivation) {
        PK11SlotInfo *slot = PK11_GetInternalSlot();
        key = slot ? PK11_PBEKeyGen(slot, (SECAlgorithmID *)&making->whole, &secret, PR_FALSE, NULL)
                   : NULL;
        if (slot)
            PK11_FreeSlot(slot);
        return key;
    }
    int rounds = mac->rounds.len ? (int)DER_GetInteger(&mac->rounds) : 1;
    SECItem *parameters = PK11_CreatePBEParams(&salt, &secret, rounds);
    key = parameters ? PK11_KeyGen(NULL, making->hash->key, parameters, 0, NULL) : NULL;
    PK11_DestroyPBEParams(parameters);
    return key;
}

/* Compute the MAC of the content; *length is its size in bytes. */
static bool make_digest(const struct making *making, const struct pfx *pfx, const struct mac *mac,
                        const struct nh_buf *password, unsigned char digest[DIGEST_SIZE],
                        unsigned *length)
{
    SECItem none = {siBuffer, NULL, 0};
    PK11SymKey *key = make_key(making, mac, password);
    PK11Context *context =
        key ? PK11_CreateContextBySymKey(making->hash->hmac, CKA_SIGN, key, &none) : NULL;
    bool good = context && PK11_DigestBegin(context) == SECSuccess &&
                PK11_DigestOp(context, pfx->content.data, pfx->content.len) == SECSuccess &&
                PK11_DigestFinal(context, digest, length, DIGEST_SIZE) == SECSuccess;
    if (context)
        PK11_DestroyContext(context, PR_TRUE);
    if (key)
        PK11_FreeSymKey(key);
    return good;
}

static bool fits(const struct making *making, const struct pfx *pfx, const struct mac *mac,
                 const struct nh_buf *password)
{
    unsigned char digest[DIGEST_SIZE];
    unsigned length = 0;
    return make_digest(making, pfx, mac, password, digest, &length) && length == mac->digest.len &&
           NSS_SecureMemcmp(digest, mac->digest.data, length) == 0;
}

/* NSS would do all the work before it reports an error. */
static enum nh_status check_work(const struct making *making, const struct mac *mac,
                                 unsigned long *rounds, struct nh_error *err)
{
    static const char what[] = N_("This PKCS#12 file");
    const SECItem *parameters = making->derivation ? &making->derivation->parameters : NULL;
    if (parameters)
        return nh_pbe_check(parameters->data, parameters->len, what, rounds, err);
    long of_mac = mac->rounds.len ? DER_GetInteger(&mac->rounds) : 1;
    return of_mac < 1 ? fail_damaged(err)
                      : nh_pbe_check_rounds(*rounds += (unsigned long)of_mac, what, err);
}

static enum nh_status try_forms(const struct making *making, const struct pfx *pfx,
                                const struct mac *mac, const char *password, unsigned long *rounds,
                                struct nh_error *err)
{
    static nh_pbe_form *const own[] = {nh_pbe_utf16, nh_pbe_bytes, nh_pbe_none, NULL};
    static nh_pbe_form *const pbmac1[] = {nh_pbe_utf8, nh_pbe_latin1, NULL};
    bool more = false;
    PORT_SetError(0);
    for (nh_pbe_form *const *form = making->derivation ? pbmac1 : own; *form; form++) {
        struct nh_buf secret = {.secret = true};
        bool is_one = (*form)(password, &secret);
        if (is_one && more && check_work(making, mac, rounds, NULL))
            is_one = false; /* too much work for another encoding */
        bool good = is_one && fits(making, pfx, mac, &secret);
        more |= is_one;
        nh_buf_reset(&secret);
        if (good)
            return NH_OK;
        if (PORT_GetError() == SEC_ERROR_NO_MEMORY)
            return nh_fail_memory(err);
    }
    return nh_fail(err, NH_PASSWORD, NULL, "The password does not open this file.");
}

enum nh_status nh_pfx_open(const void *data, size_t length, const char *password,
                           unsigned long *rounds, struct nh_buf *out, struct nh_error *err)
{
    struct pfx pfx = {0};
    struct mac mac = {0};
    struct making making = {0};
    if (!password)
        return nh_pbe_fail_waiting(err);
    if (length > NH_PFX_SIZE_MOST)
        return nh_fail(err, NH_TOO_LARGE, NULL, "This PKCS#12 file is larger than %zu KiB.",
                       NH_PFX_SIZE_MOST >> 10);
    PLArenaPool *arena = PORT_NewArena(DER_DEFAULT_CHUNKSIZE);
    if (!arena)
        return nh_fail_memory(err);
    enum nh_status status = decode(data, length, arena, &pfx, &mac, err);
    if (!status)
        status = find_making(&mac, arena, &making, err);
    if (!status)
        status = check_work(&making, &mac, rounds, err);
    if (!status)
        status = try_forms(&making, &pfx, &mac, password, rounds, err);
    if (!status)
        status = nh_buf_append(out, pfx.content.data, pfx.content.len, err);
    PORT_FreeArena(arena, PR_TRUE);
    return status;
}

/* With a new salt. The parts are allocated in the arena. */
static bool begin_mac(PLArenaPool *arena, SECOidTag id, struct mac *mac)
{
    SECAlgorithmID *hash = PORT_ArenaZNew(arena, SECAlgorithmID);
    if (!hash || SECOID_SetAlgorithmID(arena, hash, id, NULL) != SECSuccess ||
        !SECITEM_AllocItem(arena, &mac->salt, SALT_SIZE) ||
        PK11_GenerateRandom(mac->salt.data, SALT_SIZE) != SECSuccess ||
        !SEC_ASN1EncodeInteger(arena, &mac->rounds, NH_SEAL_ROUNDS))
        return false;
    mac->hash = (struct algorithm){hash->algorithm, hash->parameters};
    return true;
}

static bool write_pfx(PLArenaPool *arena, const SECItem *safes, SECOidTag id,
                      const struct nh_buf *password, SECItem *out)
{
    unsigned char version = 3, digest[DIGEST_SIZE];
    struct pfx pfx = {.version = {siBuffer, &version, 1},
                      .type = SECOID_FindOIDByTag(SEC_OID_PKCS7_DATA)->oid,
                      .content = *safes};
    struct mac mac = {.digest = {siBuffer, digest, 0}};
    struct making making = {.hash = find_hash(&SECOID_FindOIDByTag(id)->oid)};
    return begin_mac(arena, id, &mac) &&
           make_digest(&making, &pfx, &mac, password, digest, &mac.digest.len) &&
           SEC_ASN1EncodeItem(arena, &pfx.mac, &mac, mac_template) &&
           SEC_ASN1EncodeItem(arena, out, &pfx, pfx_template);
}

enum nh_status nh_pfx_write(const SECItem *safes, bool old, const char *password,
                            struct nh_buf *out, struct nh_error *err)
{
    struct nh_buf formed = {.secret = true};
    SECItem der = {siBuffer, NULL, 0};
    PLArenaPool *arena = PORT_NewArena(DER_DEFAULT_CHUNKSIZE);
    enum nh_status status = NH_OK;
    PORT_SetError(0);
    if (!arena || !nh_pbe_utf16(password, &formed))
        status = nh_fail_memory(err);
    else if (!write_pfx(arena, safes, old ? SEC_OID_SHA1 : SEC_OID_SHA256, &formed, &der))
        status = nh_fail_nss(err, NH_NSS, "The PKCS#12 file can't be written.");
    else
        status = nh_buf_append(out, der.data, der.len, err);
    if (arena)
        PORT_FreeArena(arena, PR_TRUE);
    nh_buf_reset(&formed);
    return status;
}
