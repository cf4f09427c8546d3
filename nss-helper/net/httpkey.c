/* SPDX-License-Identifier: MPL-2.0 */
#include "net/httpkey.h"

#include "certificate/chain.h"
#include "certificate/find.h"
#include "net/libssl.h"
#include "nss/store.h"

#include <cert.h>
#include <keyhi.h>
#include <pk11pub.h>
#include <stdlib.h>
#include <string.h>

/* Bytes: twice the longest coordinate, of P-521. */
#define EC_SIGNATURE_SIZE 132

struct nh_httpkey {
    CERTCertificate *certificate;
    CERTCertificate *issuers[NH_CHAIN_MAX];
    size_t count;
    SECKEYPrivateKey *key;
    RSA_METHOD *rsa; /* NULL before the first use; every SSL_CTX needs it to its end */
    EC_KEY_METHOD *ec;
};

static int rsa_index(void)
{
    static int index = -1;
    if (index < 0)
        index = nh_ssl.CRYPTO_get_ex_new_index(CRYPTO_EX_INDEX_RSA, 0, NULL, NULL, NULL, NULL);
    return index;
}

static int ec_index(void)
{
    static int index = -1;
    if (index < 0)
        index = nh_ssl.CRYPTO_get_ex_new_index(CRYPTO_EX_INDEX_EC_KEY, 0, NULL, NULL, NULL, NULL);
    return index;
}

/* For PSS (TLS 1.3) OpenSSL does the padding and asks for the raw RSA operation. */
static int sign_rsa(int length, const unsigned char *from, unsigned char *to, RSA *rsa, int padding)
{
    const struct nh_httpkey *key = nh_ssl.RSA_get_ex_data(rsa, rsa_index());
    SECItem in = {siBuffer, (unsigned char *)from, (unsigned)length};
    SECItem out = {siBuffer, to, (unsigned)nh_ssl.RSA_size(rsa)};
    CK_MECHANISM_TYPE mechanism = padding == RSA_PKCS1_PADDING ? CKM_RSA_PKCS : CKM_RSA_X_509;
    if (padding != RSA_PKCS1_PADDING && padding != RSA_NO_PADDING)
        return -1;
    if (PK11_SignWithMechanism(key->key, mechanism, NULL, &out, &in) != SECSuccess)
        return -1;
    return (int)out.len;
}

static ECDSA_SIG *sign_ec(const unsigned char *digest, int length, const BIGNUM *inverse,
                          const BIGNUM *random, EC_KEY *ec)
{
    const struct nh_httpkey *key = nh_ssl.EC_KEY_get_ex_data(ec, ec_index());
    unsigned char bytes[EC_SIGNATURE_SIZE];
    SECItem in = {siBuffer, (unsigned char *)digest, (unsigned)length};
    SECItem out = {siBuffer, bytes, sizeof bytes};
    (void)inverse, (void)random;
    if (PK11_Sign(key->key, &out, &in) != SECSuccess)
        return NULL;
    int half = (int)out.len / 2;
    ECDSA_SIG *signature = nh_ssl.ECDSA_SIG_new();
    BIGNUM *r = nh_ssl.BN_bin2bn(bytes, half, NULL),
           *s = nh_ssl.BN_bin2bn(bytes + half, half, NULL);
    if (signature && r && s && nh_ssl.ECDSA_SIG_set0(signature, r, s) == 1)
        return signature;
    nh_ssl.BN_free(r);
    nh_ssl.BN_free(s);
    nh_ssl.ECDSA_SIG_free(signature);
    return NULL;
}

static X509 *read_certificate(const CERTCertificate *certificate)
{
    const unsigned char *der = certificate->derCert.data;
    return nh_ssl.d2i_X509(NULL, &der, (long)certificate->derCert.len);
}

static EVP_PKEY *wrap_rsa(struct nh_httpkey *key, EVP_PKEY *public_key)
{
    RSA *rsa = nh_ssl.RSAPublicKey_dup(nh_ssl.EVP_PKEY_get0_RSA(public_key));
    EVP_PKEY *wrapped = nh_ssl.EVP_PKEY_new();
    if (!key->rsa)
        key->rsa = nh_ssl.RSA_meth_dup(nh_ssl.RSA_PKCS1_OpenSSL());
    if (rsa && wrapped && key->rsa && nh_ssl.RSA_meth_set_priv_enc(key->rsa, sign_rsa) &&
        nh_ssl.RSA_set_method(rsa, key->rsa) && nh_ssl.RSA_set_ex_data(rsa, rsa_index(), key) &&
        nh_ssl.EVP_PKEY_assign(wrapped, EVP_PKEY_RSA, rsa))
        return wrapped;
    nh_ssl.RSA_free(rsa);
    nh_ssl.EVP_PKEY_free(wrapped);
    return NULL;
}

/* OpenSSL's own `sign` stays: it encodes the result of `sign_sig`, which is replaced. */
static bool set_sign(EC_KEY_METHOD *method)
{
    int (*sign)(int, const unsigned char *, int, unsigned char *, unsigned int *, const BIGNUM *,
                const BIGNUM *, EC_KEY *) = NULL;
    int (*setup)(EC_KEY *, BN_CTX *, BIGNUM **, BIGNUM **) = NULL;
    if (!method)
        return false;
    nh_ssl.EC_KEY_METHOD_get_sign(nh_ssl.EC_KEY_OpenSSL(), &sign, &setup, NULL);
    nh_ssl.EC_KEY_METHOD_set_sign(method, sign, setup, sign_ec);
    return true;
}

static EVP_PKEY *wrap_ec(struct nh_httpkey *key, EVP_PKEY *public_key)
{
    EC_KEY *ec = nh_ssl.EC_KEY_dup(nh_ssl.EVP_PKEY_get0_EC_KEY(public_key));
    EVP_PKEY *wrapped = nh_ssl.EVP_PKEY_new();
    if (!key->ec)
        key->ec = nh_ssl.EC_KEY_METHOD_new(nh_ssl.EC_KEY_OpenSSL());
    if (ec && wrapped && set_sign(key->ec) && nh_ssl.EC_KEY_set_method(ec, key->ec) &&
        nh_ssl.EC_KEY_set_ex_data(ec, ec_index(), key) &&
        nh_ssl.EVP_PKEY_assign(wrapped, EVP_PKEY_EC, ec))
        return wrapped;
    nh_ssl.EC_KEY_free(ec);
    nh_ssl.EVP_PKEY_free(wrapped);
    return NULL;
}

static bool add_issuers(const struct nh_httpkey *key, SSL_CTX *context)
{
    for (size_t i = 0; i < key->count; i++) {
        X509 *issuer = key->issuers[i]->isRoot ? NULL : read_certificate(key->issuers[i]);
        if (issuer && nh_ssl.SSL_CTX_ctrl(context, SSL_CTRL_EXTRA_CHAIN_CERT, 0, issuer) != 1) {
            nh_ssl.X509_free(issuer);
            return false;
        }
    }
    return true;
}

bool nh_httpkey_use(struct nh_httpkey *key, void *ssl_ctx)
{
    X509 *certificate = read_certificate(key->certificate);
    EVP_PKEY *public_key = certificate ? nh_ssl.X509_get0_pubkey(certificate) : NULL;
    EVP_PKEY *wrapped = NULL;
    if (public_key && nh_ssl.EVP_PKEY_get_base_id(public_key) == EVP_PKEY_RSA)
        wrapped = wrap_rsa(key, public_key);
    else if (public_key && nh_ssl.EVP_PKEY_get_base_id(public_key) == EVP_PKEY_EC)
        wrapped = wrap_ec(key, public_key);
    bool used = wrapped && nh_ssl.SSL_CTX_use_certificate(ssl_ctx, certificate) == 1 &&
                nh_ssl.SSL_CTX_use_PrivateKey(ssl_ctx, wrapped) == 1 && add_issuers(key, ssl_ctx);
    nh_ssl.EVP_PKEY_free(wrapped);
    nh_ssl.X509_free(certificate);
    return used;
}

static enum nh_status find(struct nh_httpkey *key, const char *fingerprint, struct nh_store *store,
                           struct nh_error *err)
{
    key->certificate = nh_identity_certificate(store, fingerprint, "");
    if (!key->certificate)
        return nh_fail(err, NH_NO_IDENTITY, NULL, "The certificate is not in the profile.");
    key->key = PK11_FindKeyByAnyCert(key->certificate, NULL);
    if (!key->key)
        return nh_fail_nss(err, NH_NO_KEY, "The key of the certificate is not in the profile.");
    if (key->key->keyType != rsaKey && key->key->keyType != ecKey)
        return nh_fail(err, NH_KEY_KIND, NULL,
                       "NSS Helper can log in to a server only with RSA and EC keys.");
    key->count = nh_chain_of(key->certificate, key->issuers);
    return NH_OK;
}

enum nh_status nh_httpkey_new(struct nh_store *store, const char *fingerprint,
                              struct nh_httpkey **out, struct nh_error *err)
{
    struct nh_httpkey *key = calloc(1, sizeof *key);
    if (!key)
        return nh_fail_memory(err);
    enum nh_status status = find(key, fingerprint, store, err);
    if (status)
        nh_httpkey_free(&key);
    else
        *out = key;
    return status;
}

void nh_httpkey_free(struct nh_httpkey **key)
{
    struct nh_httpkey *it = *key;
    if (!it)
        return;
    for (size_t i = 0; i < it->count; i++)
        CERT_DestroyCertificate(it->issuers[i]);
    if (it->certificate)
        CERT_DestroyCertificate(it->certificate);
    if (it->key)
        SECKEY_DestroyPrivateKey(it->key);
    if (it->rsa)
        nh_ssl.RSA_meth_free(it->rsa);
    if (it->ec)
        nh_ssl.EC_KEY_METHOD_free(it->ec);
    free(it);
    *key = NULL;
}
