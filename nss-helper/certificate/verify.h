/* SPDX-License-Identifier: MPL-2.0 */
/* The proof that an identity works, read from the database again. */
#ifndef NH_CERTIFICATE_VERIFY_H
#define NH_CERTIFICATE_VERIFY_H

#include "base/status.h"
#include <stdbool.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_store;

enum nh_chain {
    NH_CHAIN_GOOD,       /* up to a root that the profile or the system trusts */
    NH_CHAIN_UNTRUSTED,  /* complete, but nobody here trusts its root */
    NH_CHAIN_INCOMPLETE, /* an issuer is missing */
    NH_CHAIN_BAD,        /* a signature, a constraint or a date on the way is wrong */
};

struct nh_proof {
    bool key;   /* the private key is there */
    bool signs; /* a signature made with it verifies with the certificate */
    bool dates; /* valid now */
    enum nh_chain chain;
};

const char *nh_chain_word(enum nh_chain chain); /* "good", "untrusted", … */

/*
 * Prove the identity with this fingerprint. NH_NOT_PROVEN when the key is missing or
 * does not sign for this certificate, NH_NO_IDENTITY when the certificate is gone;
 * otherwise NH_OK, and *out says what holds. Revocation is another question: revocation.h.
 */
enum nh_status nh_verify(struct nh_store *store, const char *fingerprint, struct nh_proof *out,
                         struct nh_error *err);

/* The same, of a certificate at hand. */
void nh_verify_certificate(struct nh_store *store, CERTCertificate *certificate,
                           struct nh_proof *out);

/* Is the key that the profile has for this stored certificate really its key? */
bool nh_verify_pair(struct nh_store *store, CERTCertificate *certificate);

/* Is all of it good? Else NH_DATES or NH_CHAIN, and why. A chain that is untrusted or
   incomplete may still log in where the server knows the CA. */
enum nh_status nh_proof_judge(const struct nh_proof *proof, struct nh_error *err);

#endif
