/* SPDX-License-Identifier: MPL-2.0 */
/* Read what an OCSP response says about one certificate (RFC 6960 section 4.2.1). No signature is
   verified here. */
#ifndef NH_REVOCATION_OCSPREAD_H
#define NH_REVOCATION_OCSPREAD_H

#include <time.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_buf;

enum nh_ocsp_word { NH_OCSP_GOOD, NH_OCSP_UNKNOWN, NH_OCSP_REVOKED }; /* in order of weight */

struct nh_ocsp_answer {
    enum nh_ocsp_word word;
    time_t said;     /* thisUpdate */
    time_t next;     /* nextUpdate; 0: none */
    time_t produced; /* producedAt */
    time_t since;    /* for NH_OCSP_REVOKED: when */
    long reason;     /* and why, RFC 5280 5.3.1; 0: unspecified, or not given */
};

enum nh_ocsp_found {
    NH_OCSP_FOUND,
    NH_OCSP_ABSENT,         /* it says nothing about this certificate */
    NH_OCSP_UNREADABLE,     /* it is not a response, or is damaged */
    NH_OCSP_NOT_UNDERSTOOD, /* it has an unknown critical extension */
};

/* Fill *out. Of several answers about the certificate, the one with the most weight counts, and
   among these the latest. Needs an open store. */
enum nh_ocsp_found nh_ocsp_read(const struct nh_buf *bytes, CERTCertificate *certificate,
                                CERTCertificate *issuer, struct nh_ocsp_answer *out);

#endif
