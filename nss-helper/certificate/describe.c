/* SPDX-License-Identifier: MPL-2.0 */
#include "certificate/describe.h"

#include "base/hex.h"
#include "base/utf8.h"
#include "certificate/chain.h"
#include "certificate/identity.h"
#include "nss/hash.h"

#include <cert.h>
#include <keyhi.h>
#include <pk11pub.h>
#include <secoid.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* CAs may write anything: texts are cut to valid UTF-8 of a length that PROTOCOL.md allows. */
#define TEXT_MAX 1024
#define LIST_MAX 64

static char *copy_text(const char *text)
{
    char *copy = strdup(text ? text : "");
    if (copy)
        nh_utf8_clean(copy, TEXT_MAX);
    return copy;
}

/* NSS's strings are freed by NSS, ours by free(). */
static char *take(char *from_nss)
{
    char *copy = from_nss ? copy_text(from_nss) : NULL;
    PORT_Free(from_nss);
    return copy;
}

static bool add_to_list(char ***list, size_t *count, char *item)
{
    char **longer = item ? reallocarray(*list, *count + 2, sizeof *longer) : NULL;
    if (!longer) {
        free(item);
        return false;
    }
    *list = longer;
    longer[(*count)++] = item;
    longer[*count] = NULL;
    return true;
}

char *nh_decimal(const unsigned char *data, size_t length)
{
    size_t digits = 1, room = length * 3 + 2;
    char *number = calloc(1, room);
    if (!number)
        return NULL;
    for (size_t i = 0; i < length; i++) {
        unsigned carry = data[i];
        for (size_t k = 0; k < digits || carry; k++) {
            carry += (unsigned)number[k] * 256;
            number[k] = (char)(carry % 10);
            carry /= 10;
            if (k >= digits)
                digits = k + 1;
        }
    }
    for (size_t i = 0; i < digits / 2; i++) {
        char low = number[i];
        number[i] = number[digits - 1 - i];
        number[digits - 1 - i] = low;
    }
    for (size_t i = 0; i < digits; i++)
        number[i] = (char)(number[i] + '0');
    number[digits] = '\0';
    return number;
}

/* RFC 5280 4.1.2.2 allows 20 bytes, but some CAs use more. */
#define SERIAL_MAX 64

static bool describe_serial(const SECItem *serial, struct nh_identity *out)
{
    const unsigned char *data = serial->data;
    size_t length = serial->len;
    if (length > SERIAL_MAX)
        return false;
    while (length > 1 && *data == 0) {
        data++;
        length--;
    }
    out->serial_hex = malloc(length * 3 + 1);
    if (out->serial_hex)
        nh_hex_colons(data, length, out->serial_hex);
    out->serial_decimal = nh_decimal(data, length);
    return out->serial_hex && out->serial_decimal;
}

/* See nh_describe_name; `whole` is the entire name. */
static char *name_of(CERTName *name, const char *whole)
{
    char *part = CERT_GetCommonName(name);
    if (!part)
        part = CERT_GetOrgUnitName(name);
    if (!part)
        part = CERT_GetOrgName(name);
    return part ? take(part) : copy_text(whole);
}

char *nh_describe_name(CERTCertificate *certificate)
{
    return name_of(&certificate->subject, certificate->subjectName);
}

char *nh_describe_issuer(CERTCertificate *certificate)
{
    return name_of(&certificate->issuer, certificate->issuerName);
}

static bool describe_names(CERTCertificate *certificate, struct nh_identity *out)
{
    size_t count = 0;
    out->subject = copy_text(certificate->subjectName);
    out->issuer = copy_text(certificate->issuerName);
    out->issuer_name = nh_describe_issuer(certificate);
    out->emails = calloc(1, sizeof *out->emails);
    for (const char *email = CERT_GetFirstEmailAddress(certificate);
         email && out->emails && count < LIST_MAX;
         email = CERT_GetNextEmailAddress(certificate, email)) {
        if (!add_to_list(&out->emails, &count, copy_text(email)))
            return false;
    }
    out->name = take(CERT_GetCommonName(&certificate->subject));
    if (!out->name && out->emails)
        out->name = strdup(*out->emails ? *out->emails : out->subject ? out->subject : "");
    return out->subject && out->issuer && out->issuer_name && out->emails && out->name;
}

static char *describe_key(CERTCertificate *certificate)
{
    char *text = NULL;
    SECKEYPublicKey *key = CERT_ExtractPublicKey(certificate);
    unsigned bits = key ? SECKEY_PublicKeyStrengthInBits(key) : 0;
    KeyType type = key ? SECKEY_GetPublicKeyType(key) : nullKey;
    int n = type == rsaKey  ? asprintf(&text, "RSA %u", bits)
            : type == ecKey ? asprintf(&text, "EC P-%u", bits)
                            : asprintf(&text, "?");
    SECKEY_DestroyPublicKey(key);
    return n < 0 ? NULL : text;
}

/* Without an extendedKeyUsage a certificate may be used for anything (RFC 5280 4.2.1.12). */
static void extended_uses(CERTCertificate *certificate, bool *login, bool *mail)
{
    SECItem value = {0};
    *login = *mail = true;
    if (CERT_FindCertExtension(certificate, SEC_OID_X509_EXT_KEY_USAGE, &value) != SECSuccess)
        return;
    *login = *mail = false;
    CERTOidSequence *uses = CERT_DecodeOidSequence(&value);
    for (SECItem **oid = uses ? uses->oids : NULL; oid && *oid; oid++) {
        SECOidTag tag = SECOID_FindOIDTag(*oid);
        *login |= tag == SEC_OID_EXT_KEY_USAGE_CLIENT_AUTH || tag == SEC_OID_X509_ANY_EXT_KEY_USAGE;
        *mail |=
            tag == SEC_OID_EXT_KEY_USAGE_EMAIL_PROTECT || tag == SEC_OID_X509_ANY_EXT_KEY_USAGE;
    }
    if (uses)
        CERT_DestroyOidSequence(uses);
    PORT_Free(value.data);
}

#define KU_MAIL (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION | KU_KEY_ENCIPHERMENT | KU_KEY_AGREEMENT)

/* A log-in needs digitalSignature (RFC 8446 4.4.2.2), mail that or an encryption bit (RFC 8550
   4.4.2). Without a keyUsage extension, NSS sets all bits. */
void nh_describe_uses(CERTCertificate *certificate, bool *login, bool *mail)
{
    extended_uses(certificate, login, mail);
    *login = *login && (certificate->keyUsage & KU_DIGITAL_SIGNATURE);
    *mail = *mail && (certificate->keyUsage & KU_MAIL);
}

/* basicConstraints with CA:TRUE. */
static bool is_authority(CERTCertificate *certificate)
{
    CERTBasicConstraints constraints = {.isCA = PR_FALSE};
    SECItem value = {0};
    if (CERT_FindCertExtension(certificate, SEC_OID_X509_BASIC_CONSTRAINTS, &value) != SECSuccess)
        return false;
    bool read = CERT_DecodeBasicConstraintValue(&constraints, &value) == SECSuccess;
    PORT_Free(value.data);
    return read && constraints.isCA;
}

static bool describe_chain(CERTCertificate *certificate, struct nh_identity *out)
{
    CERTCertificate *issuers[NH_CHAIN_MAX];
    size_t count = 0, found = nh_chain_of(certificate, issuers);
    out->chain = calloc(1, sizeof *out->chain);
    bool enough = out->chain != NULL;
    for (size_t i = 0; i < found; i++) {
        if (enough)
            enough = add_to_list(&out->chain, &count, nh_describe_name(issuers[i]));
        CERT_DestroyCertificate(issuers[i]);
    }
    return enough;
}

/* NSS puts the token's name before it: "NSS Certificate DB:". */
char *nh_describe_nickname(CERTCertificate *certificate)
{
    const char *nickname = certificate->nickname ? certificate->nickname : "";
    const char *token = certificate->slot ? PK11_GetTokenName(certificate->slot) : "";
    size_t length = strlen(token);
    if (length && strncmp(nickname, token, length) == 0 && nickname[length] == ':')
        nickname += length + 1;
    return copy_text(nickname);
}

struct nh_identity *nh_describe(CERTCertificate *certificate)
{
    struct nh_identity *out = calloc(1, sizeof *out);
    char fingerprint[96];
    PRTime before = 0, after = 0;
    if (!out)
        return NULL;
    if (nh_hash_fingerprint(certificate->derCert.data, certificate->derCert.len, fingerprint))
        out->fingerprint = strdup(fingerprint);
    out->key = describe_key(certificate);
    out->nickname = nh_describe_nickname(certificate);
    out->authority = is_authority(certificate);
    nh_describe_uses(certificate, &out->login, &out->mail);
    out->unknown_critical = certificate->options.bits.hasUnsupportedCriticalExt;
    if (!out->fingerprint || !out->key || !out->nickname || !describe_names(certificate, out) ||
        !describe_serial(&certificate->serialNumber, out) || !describe_chain(certificate, out) ||
        CERT_GetCertTimes(certificate, &before, &after) != SECSuccess ||
        !nh_hash_hex(certificate->derPublicKey.data, certificate->derPublicKey.len,
                     out->key_hash)) {
        nh_identity_free(&out);
        return NULL;
    }
    nh_key_id_for(certificate, out->key_id);
    out->not_before = (time_t)(before / PR_USEC_PER_SEC);
    out->not_after = (time_t)(after / PR_USEC_PER_SEC);
    return out;
}
