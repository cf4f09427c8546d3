/* SPDX-License-Identifier: MPL-2.0 */
/* Enrolment over Secure Transport (RFC 7030, RFC 8951), as far as it is on the wire. */
#ifndef NH_NET_EST_H
#define NH_NET_EST_H

#include "base/buf.h"
#include "base/status.h"
#include "nss/key.h"
#include <stdbool.h>
#include <time.h>

struct nh_httpkey;
struct nh_trust;

/* A server, and who asks. */
struct nh_est {
    const char *server; /* of nh_est_server */
    const struct nh_trust *trust;
    const char *user, *password; /* NULL: none */
    struct nh_httpkey *key;      /* for a renewal, else NULL */
    bool shown; /* the server has shown the certificate of the trust's fingerprint */
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

/* GET …/csrattrs: the kind of key that the CA wants, where it says so in words that are
   understood here; else *kind stays. No answer to this is a failure. */
void nh_est_csrattrs(struct nh_est *est, enum nh_key_kind *kind);

/*
 * POST a request (DER) to …/simpleenroll, or to …/simplereenroll with `key`. *out is what
 * came. NH_PENDING when the CA takes its time, NH_LOGIN when it wants a name and password, or
 * others, NH_REFUSED, NH_UNAVAILABLE; *retry is when it wants to be asked again, or 0.
 */
enum nh_status nh_est_enroll(struct nh_est *est, const struct nh_buf *csr, struct nh_buf *out,
                             time_t *retry, struct nh_error *err);

#endif
