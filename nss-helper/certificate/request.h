/* SPDX-License-Identifier: MPL-2.0 */
/* Certificate requests. They are signed with SHA-256, or SHA-384 for P-384. */
#ifndef NH_CERTIFICATE_REQUEST_H
#define NH_CERTIFICATE_REQUEST_H

#include "base/status.h"
#include <stdbool.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_buf;
struct nh_key;
struct nh_store;

#define NH_CHALLENGE_MAX 4096

/* Append a SignedPublicKeyAndChallenge as <keygen> sent it (HTML5 of 2014, section 4.10.12): base64
   in one line, without a NUL. `challenge` is ASCII and may be "". NH_BAD_DATA when it is not ASCII
   or longer than NH_CHALLENGE_MAX. */
enum nh_status nh_request_spkac(const struct nh_key *key, const char *challenge, struct nh_buf *out,
                                struct nh_error *err);

struct nh_request {
    const char *subject;   /* RFC 4514, "CN=Taro Yamada,O=Example,C=JP" */
    const char *email;     /* rfc822Name of the subjectAltName; NULL: none */
    const char *challenge; /* challengePassword (RFC 2985 5.4.1); NULL: none */
    const struct nh_buf
        *extensions; /* requested by the CA, Extensions in DER (RFC 5280 4.1); NULL or empty: none.
                        A subjectAltName in them counts only if the request has none */
};

/* Append a PKCS#10 request (RFC 2986) in DER. NH_BAD_DATA when a field of the request is wrong. */
enum nh_status nh_request_pkcs10(const struct nh_key *key, const struct nh_request *request,
                                 struct nh_buf *out, struct nh_error *err);

/* The same to renew this certificate, with the same subject and subjectAltName (RFC 7030 section
   4.2.2). `extensions` as above. */
enum nh_status nh_request_again(const struct nh_key *key, const CERTCertificate *certificate,
                                const struct nh_buf *extensions, struct nh_buf *out,
                                struct nh_error *err);

/* Append a copy of the PKCS#10 request `csr` (DER) with this challengePassword, signed again with
   its key. NH_NO_KEY when the key is not in the store. */
enum nh_status nh_request_challenge(struct nh_store *store, const struct nh_buf *csr,
                                    const char *challenge, struct nh_buf *out,
                                    struct nh_error *err);

/* Whether a PKCS#10 request (DER) has the same subject as the certificate. */
bool nh_request_names(const struct nh_buf *csr, const CERTCertificate *certificate);

#endif
