/* SPDX-License-Identifier: MPL-2.0 */
#include "net/httptls.h"

#include "net/libssl.h"

static int context_index(void)
{
    static int index = -1;
    if (index < 0)
        index = nh_ssl.CRYPTO_get_ex_new_index(CRYPTO_EX_INDEX_SSL_CTX, 0, NULL, NULL, NULL, NULL);
    return index;
}

/* RFC 8446 section 6.2. With TLS 1.2, "handshake failure" may mean that a certificate is
   missing. */
static bool is_of_ours(int description, bool asked)
{
    switch (description) {
    case SSL_AD_BAD_CERTIFICATE:
    case SSL_AD_UNSUPPORTED_CERTIFICATE:
    case SSL_AD_CERTIFICATE_REVOKED:
    case SSL_AD_CERTIFICATE_EXPIRED:
    case SSL_AD_CERTIFICATE_UNKNOWN:
    case SSL_AD_UNKNOWN_CA:
    case SSL_AD_ACCESS_DENIED:
    case SSL_AD_DECRYPT_ERROR:
    case SSL_AD_HANDSHAKE_FAILURE: return asked;
    case SSL_AD_CERTIFICATE_REQUIRED: return true;
    default: return false;
    }
}

static void look(const SSL *ssl, int where, int value)
{
    struct nh_httptls *it =
        nh_ssl.SSL_CTX_get_ex_data(nh_ssl.SSL_get_SSL_CTX(ssl), context_index());
    int description = value & 0xff;
    if (!it)
        return;
    if (where & SSL_CB_HANDSHAKE_DONE)
        it->ssl = ssl;
    if (where & SSL_CB_LOOP && nh_ssl.SSL_get_state(ssl) == TLS_ST_CW_CERT)
        it->asked = true;
    if ((where & SSL_CB_READ_ALERT) != SSL_CB_READ_ALERT || description == SSL_AD_CLOSE_NOTIFY)
        return;
    it->alert = nh_ssl.SSL_alert_desc_string_long(value);
    it->of_ours = is_of_ours(description, it->asked);
}

void nh_httptls_watch(void *ssl_ctx, struct nh_httptls *it)
{
    if (nh_ssl.SSL_CTX_set_ex_data(ssl_ctx, context_index(), it))
        nh_ssl.SSL_CTX_set_info_callback(ssl_ctx, look);
}

/* The first Finished message: the client's, unless a session was resumed. */
size_t nh_httptls_unique(const struct nh_httptls *it, unsigned char out[NH_HTTPTLS_UNIQUE])
{
    if (!it->ssl || nh_ssl.SSL_version(it->ssl) > TLS1_2_VERSION)
        return 0;
    size_t length = nh_ssl.SSL_session_reused(it->ssl)
                        ? nh_ssl.SSL_get_peer_finished(it->ssl, out, NH_HTTPTLS_UNIQUE)
                        : nh_ssl.SSL_get_finished(it->ssl, out, NH_HTTPTLS_UNIQUE);
    return length == NH_HTTPTLS_UNIQUE ? length : 0;
}
