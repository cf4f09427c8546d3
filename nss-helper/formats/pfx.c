/* SPDX-License-Identifier: MPL-2.0 */
#include "formats/pfx.h"

#include "base/buf.h"
#include "formats/pbe.h"
#include "nss/armour.h"
#include "nss/base64.h"
#include "nss/store.h"

#include <pk11pub.h>
#include <secasn1.h>
#include <secder.h>
#include <secoid.h>
#include <string.h>

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

/* Read by hand, as there is less than a decoder needs: the first bytes, or a file that is cut
   off. It decides only which decoder comes next. */
bool nh_pfx_recognise(const void *data, size_t length)
{
    /* Its version, INTEGER 3, and the head of a ContentInfo. */
    static const unsigned char version[] = {0x02, 0x01, 0x03, 0x30};
    const unsigned char *bytes = data;
    size_t header = length > 1 && bytes[1] > 0x80 ? 2 + (bytes[1] & 0x7fu) : 2;
    return header <= 6 && length > header + sizeof version && bytes[0] == 0x30 &&
           memcmp(bytes + header, version, sizeof version) == 0;
}

/* Enough to see how it begins. */
#define HEAD 16

static bool is_encoded(const char *text, size_t length)
{
    struct nh_buf head = {0};
    while (length && strchr(" \t\r\n", *text)) {
        text++;
        length--;
    }
    bool is = length >= HEAD && nh_base64_decode(text, HEAD, &head) &&
              nh_pfx_recognise(head.data, head.length);
    nh_buf_reset(&head);
    return is;
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
    return nh_fail(err, NH_BAD_DATA, NULL, "This PKCS#12 file is damaged or cut off.");
}

/* Only what RFC 7292 section 4 calls password-integrity mode. */
static enum nh_status decode(const void *data, size_t length, PLArenaPool *arena, struct pfx *pfx,
                             struct mac *mac, struct nh_error *err)
{
    SECItem file = {siBuffer, (unsigned char *)data, (unsigned)length};
    if (SEC_ASN1DecodeItem(arena, pfx, pfx_template, &file) != SECSuccess)
        return fail_damaged(err);
    if (SECOID_FindOIDTag(&pfx->type) != SEC_OID_PKCS7_DATA)
        return nh_fail(err, NH_BAD_DATA, NULL,
                       "This PKCS#12 file is protected by a certificate in place of a password.");
    if (pfx->mac.len == 0)
        return nh_fail(err, NH_BAD_DATA, NULL,
                       "This PKCS#12 file has no integrity check (MAC): anybody could have changed "
                       "it. It has to be made again, with one.");
    if (SEC_ASN1DecodeItem(arena, mac, mac_template, &pfx->mac) != SECSuccess)
        return fail_damaged(err);
    return NH_OK;
}

struct hash {
    SECOidTag id;
    CK_MECHANISM_TYPE key, hmac;
};

static const struct hash *find_hash(const SECItem *id)
{
    static const struct hash hashes[] = {
        {SEC_OID_SHA1, CKM_NSS_PBE_SHA1_HMAC_KEY_GEN, CKM_SHA_1_HMAC},
        {SEC_OID_SHA224, CKM_NSS_PKCS12_PBE_SHA224_HMAC_KEY_GEN, CKM_SHA224_HMAC},
        {SEC_OID_SHA256, CKM_NSS_PKCS12_PBE_SHA256_HMAC_KEY_GEN, CKM_SHA256_HMAC},
        {SEC_OID_SHA384, CKM_NSS_PKCS12_PBE_SHA384_HMAC_KEY_GEN, CKM_SHA384_HMAC},
        {SEC_OID_SHA512, CKM_NSS_PKCS12_PBE_SHA512_HMAC_KEY_GEN, CKM_SHA512_HMAC},
    };
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++) {
        if (SECOID_FindOIDTag(id) == hashes[i].id)
            return &hashes[i];
    }
    return NULL;
}

static PK11SymKey *make_key(const struct hash *hash, const struct mac *mac,
                            const struct nh_buf *password)
{
    SECItem salt = mac->salt;
    SECItem secret = {siBuffer, password->data, (unsigned)password->length};
    int rounds = mac->rounds.len ? (int)DER_GetInteger(&mac->rounds) : 1;
    SECItem *parameters = PK11_CreatePBEParams(&salt, &secret, rounds);
    PK11SymKey *key = parameters ? PK11_KeyGen(NULL, hash->key, parameters, 0, NULL) : NULL;
    PK11_DestroyPBEParams(parameters);
    return key;
}

static bool fits(const struct hash *hash, const struct pfx *pfx, const struct mac *mac,
                 const struct nh_buf *password)
{
    unsigned char digest[64];
    unsigned length = 0;
    SECItem none = {siBuffer, NULL, 0};
    PK11SymKey *key = make_key(hash, mac, password);
    PK11Context *context =
        key ? PK11_CreateContextBySymKey(hash->hmac, CKA_SIGN, key, &none) : NULL;
    bool good = context && PK11_DigestBegin(context) == SECSuccess &&
                PK11_DigestOp(context, pfx->content.data, pfx->content.len) == SECSuccess &&
                PK11_DigestFinal(context, digest, &length, sizeof digest) == SECSuccess &&
                length == mac->digest.len &&
                NSS_SecureMemcmp(digest, mac->digest.data, length) == 0;
    if (context)
        PK11_DestroyContext(context, PR_TRUE);
    if (key)
        PK11_FreeSymKey(key);
    return good;
}

static enum nh_status try_forms(const struct hash *hash, const struct pfx *pfx,
                                const struct mac *mac, const char *password, struct nh_buf *out,
                                struct nh_error *err)
{
    static nh_pbe_form *const forms[] = {nh_pbe_utf16, nh_pbe_bytes, nh_pbe_none};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (forms[i](password, out) && fits(hash, pfx, mac, out))
            return NH_OK;
        nh_buf_reset(out);
    }
    return nh_fail(err, NH_PASSWORD, NULL, "The password does not open this file.");
}

/* NSS would do the work before it says a word. */
static enum nh_status check_work(const struct pfx *pfx, const struct mac *mac, struct nh_error *err)
{
    static const char what[] = "This PKCS#12 file";
    unsigned long rounds = 0;
    long of_mac = mac->rounds.len ? DER_GetInteger(&mac->rounds) : 1;
    if (of_mac < 1)
        return fail_damaged(err);
    enum nh_status status = nh_pbe_check_rounds((unsigned long)of_mac, what, err);
    return status ? status : nh_pbe_check(pfx->content.data, pfx->content.len, what, &rounds, err);
}

enum nh_status nh_pfx_open(const void *data, size_t length, const char *password,
                           struct nh_buf *out, struct nh_error *err)
{
    struct pfx pfx = {0};
    struct mac mac = {0};
    if (length > NH_PFX_SIZE_MOST)
        return nh_fail(err, NH_TOO_LARGE, NULL, "This PKCS#12 file is larger than %zu KiB.",
                       NH_PFX_SIZE_MOST >> 10);
    PLArenaPool *arena = PORT_NewArena(DER_DEFAULT_CHUNKSIZE);
    if (!arena)
        return nh_fail_memory(err);
    enum nh_status status = decode(data, length, arena, &pfx, &mac, err);
    const struct hash *hash = status ? NULL : find_hash(&mac.hash.id);
    if (!status && !hash)
        status = nh_fail(err, NH_BAD_DATA, NULL,
                         "The integrity check (MAC) of this PKCS#12 file is of a kind that is not "
                         "known here.");
    if (!status)
        status = check_work(&pfx, &mac, err);
    if (!status)
        status = try_forms(hash, &pfx, &mac, password, out, err);
    PORT_FreeArena(arena, PR_TRUE);
    return status;
}
