/* SPDX-License-Identifier: MPL-2.0 */
/* What a CA is asked with. Signed with SHA-256 (SHA-384 for P-384). */
#ifndef NH_CERTIFICATE_REQUEST_H
#define NH_CERTIFICATE_REQUEST_H

#include "base/status.h"
#include <stdbool.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_buf;
struct nh_key;
struct nh_store;

#define NH_CHALLENGE_MAX 4096

/* A SignedPublicKeyAndChallenge, as <keygen> sent it (HTML5 section 4.10.12 of
   2014): base64 in one line, without a NUL. `challenge` is ASCII, may be "".
   NH_BAD_DATA for a challenge that isn't, or is longer than NH_CHALLENGE_MAX. */
enum nh_status nh_request_spkac(const struct nh_key *key, const char *challenge, struct nh_buf *out,
                                struct nh_error *err);

struct nh_request {
    const char *subject;             /* RFC 4514, "CN=Taro Yamada,O=Example,C=JP" */
    const char *email;               /* into a subjectAltName; NULL: none */
    const char *challenge;           /* challengePassword (RFC 2985 5.4.1); NULL: none */
    const struct nh_buf *extensions; /* that the CA wants to be asked for, Extensions in DER
                                        (RFC 5280 4.1); NULL or empty: none. Its names count only
                                        where the request has none */
};

/* A PKCS#10 request (RFC 2986) in DER. NH_BAD_DATA names what is off. */
enum nh_status nh_request_pkcs10(const struct nh_key *key, const struct nh_request *request,
                                 struct nh_buf *out, struct nh_error *err);

/* The same for a certificate that takes the place of this one: with its very subject and
   subjectAltName (RFC 7030 section 4.2.2). `extensions` as above. */
enum nh_status nh_request_again(const struct nh_key *key, const CERTCertificate *certificate,
                                const struct nh_buf *extensions, struct nh_buf *out,
                                struct nh_error *err);

/* The same PKCS#10 request (DER) with this challengePassword, signed once more by its key, which is
   in the open store. NH_NO_KEY. */
enum nh_status nh_request_challenge(struct nh_store *store, const struct nh_buf *csr,
                                    const char *challenge, struct nh_buf *out,
                                    struct nh_error *err);

/* Has a PKCS#10 request (DER) the subject of this certificate? */
bool nh_request_names(const struct nh_buf *csr, const CERTCertificate *certificate);

#endif
