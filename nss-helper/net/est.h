/* SPDX-License-Identifier: MPL-2.0 */
/* Enrolment over Secure Transport (RFC 7030, RFC 8951): the messages to and from a server. */
#ifndef NH_NET_EST_H
#define NH_NET_EST_H

#include "base/buf.h"
#include "base/status.h"
#include <stdbool.h>
#include <time.h>

struct nh_csrattrs;
struct nh_httpkey;
struct nh_trust;

/* Write the request again with this challengePassword to `csr`. */
typedef enum nh_status nh_est_bind(void *context, const char *challenge, struct nh_buf *csr,
                                   struct nh_error *err);

/* A server, and how to log in to it. */
struct nh_est {
    const char *server; /* from nh_est_server */
    const struct nh_trust *trust;
    const char *user, *password; /* NULL: none */
    struct nh_httpkey *key;      /* of the certificate to log in with, or NULL */
    bool again;                  /* a renewal: simplereenroll */
    nh_est_bind *bind; /* NULL, or binds the request to its connection (RFC 7030 section 3.5), if
                          the server uses TLS 1.2 */
    void *context;     /* for `bind` */
    bool shown;        /* set when the server showed the certificate of trust->fingerprint */
};

/*
 * The address of the operations, allocated. An address without a path gets the path of RFC 7030
 * section 3.2.2, followed by the label (may be NULL); one with a path is used as it is. NH_USAGE
 * for anything but an https address, NH_CONFIG without libcurl.
 */
enum nh_status nh_est_server(const char *url, const char *label, char **server,
                             struct nh_error *err);

/* GET …/cacerts (RFC 7030 section 4.1). *out is the body, not checked; empty when the server has
   none. NH_REFUSED, NH_UNAVAILABLE, and the errors of nh_http. */
enum nh_status nh_est_cacerts(struct nh_est *est, struct nh_buf *out, struct nh_error *err);

/* GET …/csrattrs (RFC 7030 section 4.5). The caller resets *out. A server that refuses or breaks
   off counts as one without wishes. NH_UNAVAILABLE when it does not answer in time, as the next
   request would not be answered either. */
enum nh_status nh_est_csrattrs(struct nh_est *est, struct nh_csrattrs *out, struct nh_error *err);

/* When a CA wants to be asked again. */
struct nh_est_wait {
    time_t until; /* not before, UTC; or 0 */
    bool taken;   /* the CA has accepted the request (202), and is not only out of order (503) */
};

/*
 * POST a request (DER) to …/simpleenroll or …/simplereenroll (RFC 7030 section 4.2). *out is the
 * body, not checked. NH_PENDING when the CA has not decided yet, NH_LOGIN when it wants a user name
 * and password or rejects them, NH_REFUSED, NH_UNAVAILABLE, and the errors of nh_http. *wait is
 * filled also on failure.
 */
enum nh_status nh_est_enroll(struct nh_est *est, const struct nh_buf *csr, struct nh_buf *out,
                             struct nh_est_wait *wait, struct nh_error *err);

#endif
