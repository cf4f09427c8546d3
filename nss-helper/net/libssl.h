/* SPDX-License-Identifier: MPL-2.0 */
/* OpenSSL as loaded by libcurl, so that its functions work on libcurl's connections. Linking it
   would double the time of each start. */
#ifndef NH_NET_LIBSSL_H
#define NH_NET_LIBSSL_H

/* Keys that sign elsewhere need deprecated functions (httpkey.h). */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/ec.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdbool.h>

/* clang-format off */
#define NH_SSL_FUNCTIONS(X)                                                                        \
    X(BN_bin2bn)                                                                                   \
    X(BN_free)                                                                                     \
    X(CRYPTO_get_ex_new_index)                                                                     \
    X(ECDSA_SIG_free)                                                                              \
    X(ECDSA_SIG_new)                                                                               \
    X(ECDSA_SIG_set0)                                                                              \
    X(EC_KEY_METHOD_free)                                                                          \
    X(EC_KEY_METHOD_get_sign)                                                                      \
    X(EC_KEY_METHOD_new)                                                                           \
    X(EC_KEY_METHOD_set_sign)                                                                      \
    X(EC_KEY_OpenSSL)                                                                              \
    X(EC_KEY_dup)                                                                                  \
    X(EC_KEY_free)                                                                                 \
    X(EC_KEY_get_ex_data)                                                                          \
    X(EC_KEY_set_ex_data)                                                                          \
    X(EC_KEY_set_method)                                                                           \
    X(EVP_PKEY_assign)                                                                             \
    X(EVP_PKEY_free)                                                                               \
    X(EVP_PKEY_get0_EC_KEY)                                                                        \
    X(EVP_PKEY_get0_RSA)                                                                           \
    X(EVP_PKEY_get_base_id)                                                                        \
    X(EVP_PKEY_new)                                                                                \
    X(EVP_sha256)                                                                                  \
    X(OPENSSL_sk_free)                                                                             \
    X(OPENSSL_sk_new_null)                                                                         \
    X(OPENSSL_sk_num)                                                                              \
    X(OPENSSL_sk_push)                                                                             \
    X(OPENSSL_sk_value)                                                                            \
    X(RSAPublicKey_dup)                                                                            \
    X(RSA_PKCS1_OpenSSL)                                                                           \
    X(RSA_free)                                                                                    \
    X(RSA_get_ex_data)                                                                             \
    X(RSA_meth_dup)                                                                                \
    X(RSA_meth_free)                                                                               \
    X(RSA_meth_set_priv_enc)                                                                       \
    X(RSA_set_ex_data)                                                                             \
    X(RSA_set_method)                                                                              \
    X(RSA_size)                                                                                    \
    X(SSL_CTX_ctrl)                                                                                \
    X(SSL_CTX_get_ex_data)                                                                         \
    X(SSL_CTX_set_cert_verify_callback)                                                            \
    X(SSL_CTX_set_ex_data)                                                                         \
    X(SSL_CTX_set_info_callback)                                                                   \
    X(SSL_CTX_use_PrivateKey)                                                                      \
    X(SSL_CTX_use_certificate)                                                                     \
    X(SSL_alert_desc_string_long)                                                                  \
    X(SSL_get_SSL_CTX)                                                                             \
    X(SSL_get_finished)                                                                            \
    X(SSL_get_peer_finished)                                                                       \
    X(SSL_get_state)                                                                               \
    X(SSL_session_reused)                                                                          \
    X(SSL_version)                                                                                 \
    X(X509_STORE_CTX_get0_param)                                                                   \
    X(X509_STORE_CTX_get0_untrusted)                                                               \
    X(X509_STORE_CTX_set0_trusted_stack)                                                           \
    X(X509_VERIFY_PARAM_set_flags)                                                                 \
    X(X509_digest)                                                                                 \
    X(X509_free)                                                                                   \
    X(X509_get0_pubkey)                                                                            \
    X(X509_verify_cert)                                                                            \
    X(d2i_X509)
/* clang-format on */

/* After nh_ssl_load, nh_ssl.BN_free is BN_free, and so on. Don't use OpenSSL's macros, which call
   functions that are not linked: write what they stand for. */
struct nh_ssl {
#define X(name) __typeof__(&(name)) name;
    NH_SSL_FUNCTIONS(X)
#undef X
};
extern struct nh_ssl nh_ssl;

/* Fill nh_ssl from a library that was loaded with dlopen and depends on OpenSSL. False when a
   function is missing. */
bool nh_ssl_load(void *library);

#endif
