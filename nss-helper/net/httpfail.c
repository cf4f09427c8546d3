/* SPDX-License-Identifier: MPL-2.0 */
#include "net/httpfail.h"

#include "net/httptransfer.h"
#include "net/trust.h"

#include <poll.h>
#include <stdio.h>

#define ALERT_MS 3000 /* longest wait for an alert */

/*
 * With TLS 1.3 a server rejects a client certificate only after the handshake. If the request is
 * being sent by then, the connection is reset and the alert lost. So connect again and send
 * nothing.
 */
static void listen_for_alert(struct nh_httptransfer *transfer)
{
    struct pollfd socket = {.fd = -1, .events = POLLIN};
    char byte;
    size_t length;
    curl_socket_t fd = CURL_SOCKET_BAD;
    if (transfer->lib->easy_setopt(transfer->curl, CURLOPT_CONNECT_ONLY, 1L) ||
        transfer->lib->easy_perform(transfer->curl) ||
        transfer->lib->easy_getinfo(transfer->curl, CURLINFO_ACTIVESOCKET, &fd))
        return;
    for (socket.fd = fd; !transfer->tls.alert;) {
        CURLcode code = transfer->lib->easy_recv(transfer->curl, &byte, 1, &length);
        if (code != CURLE_AGAIN || poll(&socket, 1, ALERT_MS) != 1)
            return;
    }
}

/* The message names the limit in KiB, of which each limit is a multiple. */
static enum nh_status fail_large(const struct nh_httptransfer *transfer, struct nh_error *err)
{
    size_t kib = nh_httprequest_limit(transfer->request) >> 10;
    bool is_mib = kib % 1024 == 0;
    if (transfer->headed > NH_HTTP_HEADERS_MOST)
        return nh_fail(err, NH_TOO_LARGE, NULL, "The headers of %s are larger than %zu KiB.",
                       transfer->site, NH_HTTP_HEADERS_MOST >> 10);
    return nh_fail(err, NH_TOO_LARGE, NULL, "The response of %s is larger than %zu %s.",
                   transfer->site, is_mib ? kib >> 10 : kib, is_mib ? "MiB" : "KiB");
}

static bool is_broken(CURLcode code)
{
    return code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR || code == CURLE_GOT_NOTHING;
}

/* Whether the server rejected the client certificate, or its absence. */
static bool is_refused(struct nh_httptransfer *transfer, CURLcode code)
{
    if (is_broken(code) && transfer->tls.asked && !transfer->tls.alert && !transfer->begun)
        listen_for_alert(transfer);
    return transfer->tls.of_ours;
}

static enum nh_status fail_refused(const struct nh_httptransfer *transfer, struct nh_error *err)
{
    if (transfer->request->key)
        return nh_fail(err, NH_REFUSED, NULL,
                       "%s rejected the certificate that you log in with: \"%s\".", transfer->site,
                       transfer->tls.alert);
    return nh_fail(
        err, NH_REFUSED, NULL,
        "%s asks for a certificate to log in (\"%s\"). Name one of this profile with --with ID.",
        transfer->site, transfer->tls.alert);
}

/* Whether the server's CA is unknown, by OpenSSL's result (X509_V_ERR_…). */
static bool is_unknown_ca(const struct nh_httptransfer *transfer)
{
    static const long found[] = {2, 18, 19, 20, 21};
    long result = 0;
    transfer->lib->easy_getinfo(transfer->curl, CURLINFO_SSL_VERIFYRESULT, &result);
    for (size_t i = 0; i < sizeof found / sizeof *found; i++)
        if (result == found[i])
            return true;
    return false;
}

static enum nh_status fail_tls(const struct nh_httptransfer *transfer, const char *said,
                               struct nh_error *err)
{
    const struct nh_trust *trust = transfer->request->trust;
    bool named = trust->anchors.length || *trust->fingerprint;
    bool unknown = is_unknown_ca(transfer);
    if (unknown && trust->anchors.length)
        return nh_fail(
            err, NH_TLS, NULL,
            /* TRANSLATORS: a site, and words of a library. */
            "There is no secure connection to %s, and nothing was sent: its certificate is from "
            "another CA than the one that was named for it (%.100s).",
            transfer->site, said);
    return nh_fail(err, NH_TLS, unknown && !named ? NH_HTTP_UNKNOWN_CA : NULL,
                   "There is no secure connection to %s, and nothing was sent: %.150s.",
                   transfer->site, said);
}

enum nh_status nh_httpfail(struct nh_httptransfer *transfer, int code, struct nh_error *err)
{
    char said[CURL_ERROR_SIZE];
    snprintf(said, sizeof said, "%s",
             *transfer->said ? transfer->said : transfer->lib->easy_strerror((CURLcode)code));
    if (transfer->too_large || code == CURLE_FILESIZE_EXCEEDED)
        return fail_large(transfer, err);
    if (transfer->error)
        return nh_fail_errno(err, NH_IO, transfer->error,
                             "The response of %s can't be stored on the disk.", transfer->site);
    if (is_refused(transfer, (CURLcode)code))
        return fail_refused(transfer, err);
    switch (code) {
    case CURLE_ABORTED_BY_CALLBACK:
        return transfer->body.failed.status
                   ? nh_fail(err, transfer->body.failed.status, transfer->body.failed.cause, "%s",
                             transfer->body.failed.message)
                   : nh_fail(err, NH_INTERNAL, NULL, "The request could not be created.");
    case CURLE_OUT_OF_MEMORY: return nh_fail_memory(err);
    case CURLE_SSL_CACERT_BADFILE:
        return nh_fail(err, NH_BAD_DATA, NULL, "The CA's certificate for the server is damaged.");
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR: return fail_tls(transfer, said, err);
    case CURLE_OPERATION_TIMEDOUT:
        return nh_fail(err, NH_UNAVAILABLE, NH_HTTP_HANGS, "%s does not answer: %.150s.",
                       transfer->site, said);
    /* libcurl's text for these would repeat the server's name. */
    case CURLE_COULDNT_RESOLVE_HOST:
        return nh_fail(err, NH_UNAVAILABLE, NULL,
                       "%s was not found. Check the address and your network connection.",
                       transfer->site);
    case CURLE_COULDNT_CONNECT:
        return nh_fail(err, NH_UNAVAILABLE, NULL,
                       "%s can't be reached: no connection was accepted. Try again later.",
                       transfer->site);
    default:
        return nh_fail(err, NH_UNAVAILABLE, NULL,
                       "%s can't be reached, or the connection broke off: %.150s.", transfer->site,
                       said);
    }
}
