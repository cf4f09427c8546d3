/* SPDX-License-Identifier: MPL-2.0 */
#include "est_ca.h"

#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define DAYS 90

static unsigned char *decode(const char *text, int *length)
{
    size_t size = strlen(text);
    unsigned char *der = OPENSSL_malloc(size + 4);
    EVP_ENCODE_CTX *context = EVP_ENCODE_CTX_new();
    int some = 0, rest = 0;
    bool good = der && context;

    if (good) {
        EVP_DecodeInit(context);
        good = EVP_DecodeUpdate(context, der, &some, (const unsigned char *)text, (int)size) >= 0 &&
               EVP_DecodeFinal(context, der + some, &rest) == 1;
    }
    EVP_ENCODE_CTX_free(context);
    *length = some + rest;
    if (good)
        return der;
    OPENSSL_free(der);
    return NULL;
}

X509_REQ *est_read_request(const char *text)
{
    int length = 0;
    unsigned char *der = decode(text, &length);
    const unsigned char *at = der;
    X509_REQ *request = der ? d2i_X509_REQ(NULL, &at, length) : NULL;

    if (request && X509_REQ_verify(request, X509_REQ_get0_pubkey(request)) != 1) {
        X509_REQ_free(request);
        request = NULL;
    }
    OPENSSL_free(der);
    return request;
}

static X509_EXTENSION *names_of(STACK_OF(X509_EXTENSION) * extensions)
{
    int at = X509v3_get_ext_by_NID(extensions, NID_subject_alt_name, -1);

    return at < 0 ? NULL : X509v3_get_ext(extensions, at);
}

static bool add_names(X509 *certificate, X509_REQ *request)
{
    STACK_OF(X509_EXTENSION) *extensions = X509_REQ_get_extensions(request);
    X509_EXTENSION *names = names_of(extensions);
    bool good = !names || X509_add_ext(certificate, names, -1);

    sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
    return good;
}

static bool set_subject(X509 *certificate, X509_REQ *request, const char *cn)
{
    if (!cn)
        return X509_set_subject_name(certificate, X509_REQ_get_subject_name(request));
    return X509_NAME_add_entry_by_NID(X509_get_subject_name(certificate), NID_commonName,
                                      MBSTRING_UTF8, (const unsigned char *)cn, -1, -1, 0);
}

static bool set_serial(X509 *certificate)
{
    unsigned char raw[16];

    if (RAND_bytes(raw, sizeof raw) != 1)
        return false;
    raw[0] = (unsigned char)((raw[0] & 0x3f) | 0x40);
    BIGNUM *number = BN_bin2bn(raw, sizeof raw, NULL);
    bool good = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
    BN_free(number);
    return good;
}

static bool fill(X509 *certificate, const struct ca *ca, X509_REQ *request,
                 const struct est_wish *wish)
{
    time_t from = time(NULL) - (wish->since ? wish->since * DAY : 60);
    EVP_PKEY *key = wish->key ? wish->key : X509_REQ_get0_pubkey(request);

    return X509_set_version(certificate, X509_VERSION_3) && set_serial(certificate) &&
           set_subject(certificate, request, wish->cn) &&
           X509_set_issuer_name(certificate, X509_get_subject_name(ca->issuer)) &&
           ASN1_TIME_set(X509_getm_notBefore(certificate), from) &&
           ASN1_TIME_set(X509_getm_notAfter(certificate),
                         from + (wish->days ? wish->days : DAYS) * DAY) &&
           X509_set_pubkey(certificate, key) &&
           ca_add_extension(certificate, ca->issuer, NID_basic_constraints, "critical,CA:FALSE") &&
           ca_add_extension(certificate, ca->issuer, NID_key_usage, "critical,digitalSignature") &&
           ca_add_extension(certificate, ca->issuer, NID_ext_key_usage, "clientAuth") &&
           ca_add_extension(certificate, ca->issuer, NID_subject_key_identifier, "hash") &&
           ca_add_extension(certificate, ca->issuer, NID_authority_key_identifier,
                            "keyid:always") &&
           add_names(certificate, request);
}

X509 *est_issue(const struct ca *ca, X509_REQ *request, const struct est_wish *wish)
{
    X509 *certificate = X509_new();

    if (certificate && fill(certificate, ca, request, wish) &&
        X509_sign(certificate, ca->issuer_key, EVP_sha256()))
        return certificate;
    X509_free(certificate);
    return NULL;
}

static bool is_equal(X509_EXTENSION *a, X509_EXTENSION *b)
{
    if (!a || !b)
        return a == b;
    return ASN1_OCTET_STRING_cmp(X509_EXTENSION_get_data(a), X509_EXTENSION_get_data(b)) == 0;
}

bool est_is_same(X509 *certificate, X509_REQ *request)
{
    int at = X509_get_ext_by_NID(certificate, NID_subject_alt_name, -1);
    X509_EXTENSION *names = at < 0 ? NULL : X509_get_ext(certificate, at);
    STACK_OF(X509_EXTENSION) *extensions = X509_REQ_get_extensions(request);
    bool same = X509_NAME_cmp(X509_get_subject_name(certificate),
                              X509_REQ_get_subject_name(request)) == 0 &&
                is_equal(names, names_of(extensions));

    sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
    return same;
}
