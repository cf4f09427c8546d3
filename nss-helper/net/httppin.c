/* SPDX-License-Identifier: MPL-2.0 */
#include "net/httppin.h"

#include "base/hex.h"
#include "net/libssl.h"

#include <string.h>

static bool is_pinned(X509 *certificate, const char *fingerprint)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    char text[NH_HEX_SIZE(EVP_MAX_MD_SIZE)];
    unsigned length = 0;
    if (!nh_ssl.X509_digest(certificate, nh_ssl.EVP_sha256(), hash, &length))
        return false;
    nh_hex(hash, length, text);
    return strcmp(text, fingerprint) == 0;
}

/* Verify with the pinned certificate instead of OpenSSL's trusted certificates. */
static int verify(X509_STORE_CTX *context, void *data)
{
    struct nh_httppin *pin = data;
    STACK_OF(X509) *shown = nh_ssl.X509_STORE_CTX_get0_untrusted(context);
    STACK_OF(X509) *trusted = (STACK_OF(X509) *)nh_ssl.OPENSSL_sk_new_null();
    for (int i = 0; trusted && i < nh_ssl.OPENSSL_sk_num((const OPENSSL_STACK *)shown); i++) {
        if (is_pinned(nh_ssl.OPENSSL_sk_value((const OPENSSL_STACK *)shown, i), pin->fingerprint))
            nh_ssl.OPENSSL_sk_push((OPENSSL_STACK *)trusted,
                                   nh_ssl.OPENSSL_sk_value((const OPENSSL_STACK *)shown, i));
    }
    pin->shown |= nh_ssl.OPENSSL_sk_num((const OPENSSL_STACK *)trusted) > 0;
    nh_ssl.X509_STORE_CTX_set0_trusted_stack(context, trusted);
    nh_ssl.X509_VERIFY_PARAM_set_flags(nh_ssl.X509_STORE_CTX_get0_param(context),
                                       X509_V_FLAG_PARTIAL_CHAIN);
    int good = trusted ? nh_ssl.X509_verify_cert(context) : 0;
    nh_ssl.OPENSSL_sk_free((OPENSSL_STACK *)trusted);
    return good;
}

void nh_httppin_use(void *ssl_ctx, struct nh_httppin *pin)
{
    nh_ssl.SSL_CTX_set_cert_verify_callback(ssl_ctx, verify, pin);
}
