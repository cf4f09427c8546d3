/* SPDX-License-Identifier: MPL-2.0 */
#include "certificate.h"

#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

static void to_hex(const unsigned char *raw, size_t length, char *colons, char *plain)
{
    for (size_t i = 0; i < length; i++) {
        bool last = i + 1 == length;
        snprintf(colons + 3 * i, last ? 3 : 4, last ? "%02X" : "%02X:", raw[i]);
        snprintf(plain + 2 * i, 3, "%02x", raw[i]);
    }
}

#define SERIAL_BYTES 21 /* RFC 5280 4.1.2.2, and one more, so that a longer one is noticed */

static bool serial_hex(const BIGNUM *number, char colons[SERIAL_SIZE], char plain[SERIAL_SIZE])
{
    unsigned char raw[SERIAL_BYTES] = {0};

    if (!number || BN_num_bytes(number) > SERIAL_BYTES)
        return false;
    to_hex(raw, (size_t)BN_bn2bin(number, raw), colons, plain);
    return true;
}

bool certificate_serial(const ASN1_INTEGER *serial, char plain[SERIAL_SIZE])
{
    char colons[SERIAL_SIZE];
    BIGNUM *number = ASN1_INTEGER_to_BN(serial, NULL);
    bool good = serial_hex(number, colons, plain);

    BN_free(number);
    return good;
}

static bool describe_serial(X509 *certificate, struct certificate_info *info)
{
    BIGNUM *number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), NULL);
    char *decimal = number ? BN_bn2dec(number) : NULL;
    bool good = decimal && serial_hex(number, info->serial_hex, info->serial);

    if (good)
        snprintf(info->serial_decimal, sizeof info->serial_decimal, "%s", decimal);
    OPENSSL_free(decimal);
    BN_free(number);
    return good;
}

static bool describe_digest(X509 *certificate, struct certificate_info *info)
{
    unsigned char raw[EVP_MAX_MD_SIZE];
    unsigned int length = 0;

    if (!X509_digest(certificate, EVP_sha256(), raw, &length) || length != 32)
        return false;
    to_hex(raw, length, info->fingerprint, info->sha256);
    return true;
}

static void copy_cn(const X509_NAME *name, char *out, size_t size)
{
    unsigned char *text = NULL;
    int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    int length =
        at < 0
            ? -1
            : ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));

    if (length > 0 && !memchr(text, 0, (size_t)length))
        snprintf(out, size, "%s", (const char *)text);
    OPENSSL_free(text);
}

static void copy_email(X509 *certificate, char *out, size_t size)
{
    STACK_OF(OPENSSL_STRING) *emails = X509_get1_email(certificate);

    if (sk_OPENSSL_STRING_num(emails) > 0)
        snprintf(out, size, "%s", sk_OPENSSL_STRING_value(emails, 0));
    X509_email_free(emails);
}

static bool copy_time(const ASN1_TIME *from, time_t *to)
{
    struct tm tm;

    if (!ASN1_TIME_to_tm(from, &tm))
        return false;
    *to = timegm(&tm);
    return true;
}

bool certificate_describe(X509 *certificate, struct certificate_info *info)
{
    *info = (struct certificate_info){0};
    copy_cn(X509_get_subject_name(certificate), info->cn, sizeof info->cn);
    copy_cn(X509_get_issuer_name(certificate), info->issuer, sizeof info->issuer);
    copy_email(certificate, info->email, sizeof info->email);
    return describe_serial(certificate, info) && describe_digest(certificate, info) &&
           copy_time(X509_get0_notBefore(certificate), &info->from) &&
           copy_time(X509_get0_notAfter(certificate), &info->to);
}

bool certificate_describe_der(const unsigned char *der, int length, struct certificate_info *info)
{
    X509 *certificate = d2i_X509(NULL, &der, length);
    bool good = certificate && certificate_describe(certificate, info);

    X509_free(certificate);
    return good;
}

/* PKCS#7 with certificates only: no content, and nothing is signed. */
int certificate_pack(X509 *first, X509 *second, unsigned char **der)
{
    PKCS7 *bag = PKCS7_new();
    int length = -1;

    *der = NULL;
    if (bag && PKCS7_set_type(bag, NID_pkcs7_signed)) {
        bag->d.sign->contents->type = OBJ_nid2obj(NID_pkcs7_data);
        if ((!first || PKCS7_add_certificate(bag, first)) &&
            (!second || PKCS7_add_certificate(bag, second)))
            length = i2d_PKCS7(bag, der);
    }
    PKCS7_free(bag);
    return length;
}

static int encode_pem(X509 *certificate, X509 *issuer, unsigned char **answer)
{
    BIO *bio = BIO_new(BIO_s_mem());
    char *data = NULL;
    long length = -1;

    if (bio && PEM_write_bio_X509(bio, certificate) && PEM_write_bio_X509(bio, issuer)) {
        length = BIO_get_mem_data(bio, &data);
        *answer = OPENSSL_memdup(data, (size_t)length);
    }
    BIO_free(bio);
    return *answer ? (int)length : -1;
}

int certificate_encode(X509 *certificate, X509 *issuer, enum answer_kind kind,
                       unsigned char **answer)
{
    *answer = NULL;
    switch (kind) {
    case ANSWER_DER: return i2d_X509(certificate, answer);
    case ANSWER_PEM: return encode_pem(certificate, issuer, answer);
    default: return certificate_pack(certificate, issuer, answer);
    }
}
