/* SPDX-License-Identifier: MPL-2.0 */
/* Enrolment over Secure Transport (RFC 7030, RFC 8951), as far as it is on the wire. */
#ifndef NH_NET_EST_H
#define NH_NET_EST_H

#include "base/buf.h"
#include "base/status.h"
#include <stdbool.h>
#include <time.h>

struct nh_csrattrs;
struct nh_httpkey;
struct nh_trust;

/* Make the request once more with this challengePassword, as *csr. */
typedef enum nh_status nh_est_bind(void *context, const char *challenge, struct nh_buf *csr,
                                   struct nh_error *err);

/* A server, and who asks. */
struct nh_est {
    const char *server; /* of nh_est_server */
    const struct nh_trust *trust;
    const char *user, *password; /* NULL: none */
    struct nh_httpkey *key;      /* the certificate that logs in, or NULL */
    bool again;                  /* it is renewed */
    nh_est_bind *bind; /* where the CA wants the request tied to its connection (RFC 7030 section
                          3.5): done where the server speaks TLS 1.2; or NULL */
    void *context;     /* of it */
    bool shown;        /* the server has shown the certificate of the trust's fingerprint */
};

/*
 * Where the operations are, allocated: a bare address gets the path of RFC 7030, section
 * 3.2.2, and the label (may be NULL) after it; an address with a path is taken as it is.
 * NH_USAGE.
 */
enum nh_status nh_est_server(const char *url, const char *label, char **server,
                             struct nh_error *err);

/* GET …/cacerts, as it came; empty when the server has none to give. The errors of nh_http,
   NH_REFUSED, NH_UNAVAILABLE. */
enum nh_status nh_est_cacerts(struct nh_est *est, struct nh_buf *out, struct nh_error *err);

/* GET …/csrattrs: what the CA wants of a request, to be reset. A server that refuses to say, or
   breaks off, wants nothing; NH_UNAVAILABLE for one that hangs, as it would once more. */
enum nh_status nh_est_csrattrs(struct nh_est *est, struct nh_csrattrs *out, struct nh_error *err);

/* Of a CA that is asked again at a time that it has named. */
struct nh_est_wait {
    time_t until; /* or 0 */
    bool taken;   /* it has the request (202), and was not just out of order (503) */
};

/*
 * POST a request (DER) to …/simpleenroll, or to …/simplereenroll. *out is what came.
 * NH_PENDING when the CA takes its time, NH_LOGIN when it wants a name and password, or
 * others, NH_REFUSED, NH_UNAVAILABLE; *wait is when it wants to be asked again.
 */
enum nh_status nh_est_enroll(struct nh_est *est, const struct nh_buf *csr, struct nh_buf *out,
                             struct nh_est_wait *wait, struct nh_error *err);

#endif
