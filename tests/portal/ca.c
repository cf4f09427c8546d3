/* SPDX-License-Identifier: MPL-2.0 */
#include "ca.h"

#include "ca_files.h"

#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define ORGANIZATION "Example University"
#define HOUR 3600
#define ROOT_DAYS 3650
#define ISSUER_DAYS 1825
#define TLS_DAYS 396 /* browsers refuse more than 398 */
#define RESPONDER_DAYS 30

struct extension {
    int nid;
    const char *value;
};

/* Whoever trusts this root trusts it for names of this machine only. */
static const struct extension root_extensions[] = {
    {NID_basic_constraints, "critical,CA:TRUE,pathlen:1"},
    {NID_key_usage, "critical,keyCertSign,cRLSign"},
    {NID_subject_key_identifier, "hash"},
    {NID_name_constraints, "critical,permitted;DNS:localhost,permitted;email:example.ac.jp,"
                           "excluded;IP:0.0.0.0/0.0.0.0,excluded;IP:0:0:0:0:0:0:0:0/0:0:0:0:0:0:0:0"},
    {0, NULL},
};
static const struct extension issuer_extensions[] = {
    {NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
    {NID_key_usage, "critical,keyCertSign,cRLSign"},
    {NID_subject_key_identifier, "hash"},
    {NID_authority_key_identifier, "keyid:always"},
    {0, NULL},
};
static const struct extension tls_extensions[] = {
    {NID_basic_constraints, "critical,CA:FALSE"},
    {NID_key_usage, "critical,digitalSignature"},
    {NID_ext_key_usage, "serverAuth"},
    {NID_subject_key_identifier, "hash"},
    {NID_authority_key_identifier, "keyid:always"},
    {NID_subject_alt_name, "DNS:portal.localhost,DNS:download.localhost,DNS:service.localhost"},
    {0, NULL},
};
/* noCheck: RFC 6960 4.2.2.2.1, whose revocation need not be asked for. */
static const struct extension responder_extensions[] = {
    {NID_basic_constraints, "critical,CA:FALSE"},
    {NID_key_usage, "critical,digitalSignature"},
    {NID_ext_key_usage, "OCSPSigning"},
    {NID_id_pkix_OCSP_noCheck, "ignored"},
    {NID_subject_key_identifier, "hash"},
    {NID_authority_key_identifier, "keyid:always"},
    {0, NULL},
};
static const struct extension user_extensions[] = {
    {NID_basic_constraints, "critical,CA:FALSE"},
    {NID_ext_key_usage, "clientAuth"},
    {NID_subject_key_identifier, "hash"},
    {NID_authority_key_identifier, "keyid:always"},
    {0, NULL},
};

static bool set_subject(X509 *certificate, const char *cn)
{
    X509_NAME *name = X509_get_subject_name(certificate);

    return X509_NAME_add_entry_by_NID(name, NID_countryName, MBSTRING_ASC,
                                      (const unsigned char *)"JP", -1, -1, 0) &&
           X509_NAME_add_entry_by_NID(name, NID_organizationName, MBSTRING_UTF8,
                                      (const unsigned char *)ORGANIZATION, -1, -1, 0) &&
           X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8,
                                      (const unsigned char *)cn, -1, -1, 0);
}

/* 126 random bits; the first byte is neither zero nor negative, so that every
 * serial has the same length. */
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

bool ca_add_extension(X509 *certificate, X509 *issuer, int nid, const char *value)
{
    X509V3_CTX context;

    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    bool good = extension && X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    return good;
}

/* Unsigned yet, so that the caller may add to it. `issuer` NULL: itself. */
static X509 *draft(const char *cn, EVP_PKEY *key, X509 *issuer, time_t from, time_t to,
                   const struct extension *extensions)
{
    X509 *certificate = X509_new();

    if (!certificate)
        return NULL;
    if (!issuer)
        issuer = certificate;
    bool good = X509_set_version(certificate, X509_VERSION_3) && set_serial(certificate) &&
                set_subject(certificate, cn) &&
                X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) &&
                ASN1_TIME_set(X509_getm_notBefore(certificate), from) &&
                ASN1_TIME_set(X509_getm_notAfter(certificate), to) &&
                X509_set_pubkey(certificate, key);
    for (; good && extensions->value; extensions++)
        good = ca_add_extension(certificate, issuer, extensions->nid, extensions->value);
    if (good)
        return certificate;
    X509_free(certificate);
    return NULL;
}

static X509 *sign(X509 *certificate, EVP_PKEY *key)
{
    if (certificate && X509_sign(certificate, key, EVP_sha256()))
        return certificate;
    X509_free(certificate);
    return NULL;
}

static bool save_certificate(const char *directory, const char *name, X509 *certificate)
{
    char *pem = pem_of_certificate(certificate);
    bool good = pem && pem_save(directory, name, pem);

    OPENSSL_free(pem);
    return good;
}

static bool save_key(const char *directory, const char *name, EVP_PKEY *key)
{
    char *pem = pem_of_key(key);
    bool good = pem && pem_save(directory, name, pem);

    OPENSSL_clear_free(pem, pem ? strlen(pem) : 0);
    return good;
}

/* Writes root.pem last: if it exists, everything does. */
static bool make_chain(const char *directory, EVP_PKEY *root_key, EVP_PKEY *issuer_key,
                       EVP_PKEY *tls_key)
{
    /* The CA must be older than any certificate that --as-of asks for. */
    time_t now = time(NULL), from = now - (AS_OF_DAYS + 1) * DAY;
    X509 *issuer = NULL, *tls = NULL;
    X509 *root = sign(draft("Example University Root CA", root_key, NULL, from,
                            now + ROOT_DAYS * DAY, root_extensions), root_key);

    if (root) {
        issuer = sign(draft("Example University Issuing CA G1", issuer_key, root, from,
                            now + ISSUER_DAYS * DAY, issuer_extensions), root_key);
        tls = sign(draft("portal.localhost", tls_key, root, now - HOUR, now + TLS_DAYS * DAY,
                         tls_extensions), root_key);
    }
    bool good = root && issuer && tls && save_key(directory, "ca.key", issuer_key) &&
                save_key(directory, "tls.key", tls_key) &&
                save_certificate(directory, "ca.pem", issuer) &&
                save_certificate(directory, "tls.pem", tls) &&
                save_certificate(directory, "root.pem", root);
    X509_free(root);
    X509_free(issuer);
    X509_free(tls);
    return good;
}

static bool make(const char *directory, enum ca_kind kind)
{
    EVP_PKEY *root_key = EVP_EC_gen("P-256");
    EVP_PKEY *issuer_key = kind == CA_RSA ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256");
    EVP_PKEY *tls_key = EVP_EC_gen("P-256");
    bool good = root_key && issuer_key && tls_key &&
                make_chain(directory, root_key, issuer_key, tls_key);

    if (!good)
        ERR_print_errors_fp(stderr);
    EVP_PKEY_free(root_key);
    EVP_PKEY_free(issuer_key);
    EVP_PKEY_free(tls_key);
    return good;
}

static bool load(struct ca *ca, const char *directory)
{
    ca->root = certificate_load(directory, "root.pem");
    ca->issuer = certificate_load(directory, "ca.pem");
    ca->issuer_key = key_load(directory, "ca.key");
    ca->root_pem = pem_load(directory, "root.pem");
    ca->tls_pem = pem_load(directory, "tls.pem");
    ca->tls_key_pem = pem_load(directory, "tls.key");
    X509 *tls = certificate_load(directory, "tls.pem");
    bool good = ca->root && ca->issuer && ca->issuer_key && ca->root_pem && ca->tls_key_pem &&
                tls && X509_cmp_current_time(X509_get0_notAfter(tls)) > 0 &&
                X509_check_private_key(ca->issuer, ca->issuer_key) == 1;
    X509_free(tls);
    return good;
}

bool ca_open(struct ca *ca, const char *directory, enum ca_kind kind)
{
    char *root = pem_load(directory, "root.pem");
    bool there = root != NULL;

    OPENSSL_free(root);
    *ca = (struct ca){0};
    ERR_clear_error();
    if (!there && !make(directory, kind)) {
        fprintf(stderr, "portal: %s: the CA could not be made\n", directory);
        return false;
    }
    if (load(ca, directory))
        return true;
    fprintf(stderr, "portal: %s: its CA is incomplete or has expired; use a new folder\n",
            directory);
    ca_close(ca);
    return false;
}

void ca_close(struct ca *ca)
{
    X509_free(ca->root);
    X509_free(ca->issuer);
    EVP_PKEY_free(ca->issuer_key);
    OPENSSL_free(ca->root_pem);
    OPENSSL_free(ca->tls_pem);
    OPENSSL_clear_free(ca->tls_key_pem, ca->tls_key_pem ? strlen(ca->tls_key_pem) : 0);
    *ca = (struct ca){0};
}

/* The addresses of OCSP, of the issuer's certificate and of the CRL. */
static bool add_places(const struct ca *ca, X509 *certificate)
{
    char aia[192], crl[96];

    snprintf(aia, sizeof aia, "OCSP;URI:%s/ocsp,caIssuers;URI:%s/ca.cer", ca->status, ca->status);
    snprintf(crl, sizeof crl, "URI:%s/ca.crl", ca->status);
    return ca_add_extension(certificate, ca->issuer, NID_info_access, aia) &&
           ca_add_extension(certificate, ca->issuer, NID_crl_distribution_points, crl);
}

X509 *ca_issue(const struct ca *ca, const char *cn, const char *email, EVP_PKEY *key,
               struct validity validity)
{
    char san[160];
    const char *usage = EVP_PKEY_is_a(key, "RSA") ? "critical,digitalSignature,keyEncipherment"
                                                  : "critical,digitalSignature";
    X509 *certificate = draft(cn, key, ca->issuer, validity.from, validity.to, user_extensions);

    snprintf(san, sizeof san, "email:%s", email);
    if (certificate && (!ca_add_extension(certificate, ca->issuer, NID_key_usage, usage) ||
                        !ca_add_extension(certificate, ca->issuer, NID_subject_alt_name, san) ||
                        !add_places(ca, certificate))) {
        X509_free(certificate);
        return NULL;
    }
    return sign(certificate, ca->issuer_key);
}

X509 *ca_responder(const struct ca *ca, EVP_PKEY *key, EVP_PKEY *signer, bool may_sign)
{
    time_t now = time(NULL);

    return sign(draft("Example University OCSP Responder", key, ca->issuer, now - HOUR,
                      now + RESPONDER_DAYS * DAY,
                      may_sign ? responder_extensions : tls_extensions),
                signer);
}

/* Our issuing CA is known here, whether the client sends it or not. */
static STACK_OF(X509) *with_issuer(const struct ca *ca, STACK_OF(X509) *others)
{
    STACK_OF(X509) *all = others ? sk_X509_dup(others) : sk_X509_new_null();

    if (all && sk_X509_push(all, ca->issuer) > 0)
        return all;
    sk_X509_free(all);
    return NULL;
}

int ca_verify(const struct ca *ca, X509 *certificate, STACK_OF(X509) *others)
{
    int result = X509_V_ERR_OUT_OF_MEM;
    X509_STORE *trusted = X509_STORE_new();
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    STACK_OF(X509) *all = with_issuer(ca, others);

    if (trusted && context && all && X509_STORE_add_cert(trusted, ca->root) &&
        X509_STORE_CTX_init(context, trusted, certificate, all) &&
        X509_STORE_CTX_set_purpose(context, X509_PURPOSE_SSL_CLIENT)) {
        int good = X509_verify_cert(context);
        result = X509_STORE_CTX_get_error(context);
        if (good != 1 && result == X509_V_OK)
            result = X509_V_ERR_UNSPECIFIED;
    }
    sk_X509_free(all);
    X509_STORE_CTX_free(context);
    X509_STORE_free(trusted);
    return result;
}
