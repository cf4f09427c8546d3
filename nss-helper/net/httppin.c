/* SPDX-License-Identifier: MPL-2.0 */
#include "net/httppin.h"

#include "base/hex.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <string.h>

static bool is_pinned(X509 *certificate, const char *fingerprint)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    char text[NH_HEX_SIZE(EVP_MAX_MD_SIZE)];
    unsigned length = 0;
    if (!X509_digest(certificate, EVP_sha256(), hash, &length))
        return false;
    nh_hex(hash, length, text);
    return strcmp(text, fingerprint) == 0;
}

/* In place of the trusted certificates that OpenSSL was given. */
static int verify(X509_STORE_CTX *context, void *data)
{
    struct nh_httppin *pin = data;
    STACK_OF(X509) *shown = X509_STORE_CTX_get0_untrusted(context);
    STACK_OF(X509) *trusted = sk_X509_new_null();
    for (int i = 0; trusted && i < sk_X509_num(shown); i++) {
        if (is_pinned(sk_X509_value(shown, i), pin->fingerprint))
            sk_X509_push(trusted, sk_X509_value(shown, i));
    }
    pin->shown |= sk_X509_num(trusted) > 0;
    X509_STORE_CTX_set0_trusted_stack(context, trusted);
    X509_VERIFY_PARAM_set_flags(X509_STORE_CTX_get0_param(context), X509_V_FLAG_PARTIAL_CHAIN);
    int good = trusted ? X509_verify_cert(context) : 0;
    sk_X509_free(trusted);
    return good;
}

void nh_httppin_use(void *ssl_ctx, struct nh_httppin *pin)
{
    SSL_CTX_set_cert_verify_callback(ssl_ctx, verify, pin);
}
