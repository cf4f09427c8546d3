/* SPDX-License-Identifier: MPL-2.0 */
/* What an OCSP response says of one certificate (RFC 6960 4.2.1). Nothing is verified here. */
#ifndef NH_REVOCATION_OCSPREAD_H
#define NH_REVOCATION_OCSPREAD_H

#include <time.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_buf;

enum nh_ocsp_word { NH_OCSP_GOOD, NH_OCSP_UNKNOWN, NH_OCSP_REVOKED }; /* the last weighs most */

struct nh_ocsp_answer {
    enum nh_ocsp_word word;
    time_t said;     /* thisUpdate */
    time_t next;     /* nextUpdate; 0: none */
    time_t produced; /* producedAt */
    time_t since;    /* of NH_OCSP_REVOKED */
    long reason;     /* the same, RFC 5280 5.3.1; 0: unspecified, or not given */
};

enum nh_ocsp_found {
    NH_OCSP_FOUND,
    NH_OCSP_ABSENT,         /* there is no answer about this certificate */
    NH_OCSP_UNREADABLE,     /* it is no response, or a damaged one */
    NH_OCSP_NOT_UNDERSTOOD, /* a critical extension, of the response or the answer, is unknown */
};

/* Fill *out. Of several answers about the certificate the one that weighs most counts, and of those
   the latest. Needs an open store. */
enum nh_ocsp_found nh_ocsp_read(const struct nh_buf *bytes, CERTCertificate *certificate,
                                CERTCertificate *issuer, struct nh_ocsp_answer *out);

#endif
