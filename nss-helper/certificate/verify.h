/* SPDX-License-Identifier: MPL-2.0 */
/* The proof that an identity works, read from the database again. */
#ifndef NH_CERTIFICATE_VERIFY_H
#define NH_CERTIFICATE_VERIFY_H

#include "base/status.h"
#include "certificate/missing.h"
#include <stdbool.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_store;

enum nh_chain {
    NH_CHAIN_GOOD,       /* up to a root that the profile or the system trusts */
    NH_CHAIN_UNTRUSTED,  /* complete, but nobody here trusts its root, as with a private CA */
    NH_CHAIN_INCOMPLETE, /* an issuer is missing */
    NH_CHAIN_BAD, /* a signature, a constraint or a date on the way is wrong, or a CA distrusted */
};

/* What the certificate says of its own use. */
enum nh_use {
    NH_USE_GOOD,     /* for log-ins or mail */
    NH_USE_NONE,     /* for neither */
    NH_USE_CRITICAL, /* it has a critical extension that is not known here: RFC 5280 4.2 forbids
                        any use */
};

/* The same of what a description says, and NH_UNUSABLE for one that is not good. */
enum nh_use nh_use_of(bool login, bool mail, bool unknown_critical);
enum nh_status nh_use_judge(enum nh_use use, struct nh_error *err);

/* What is wrong on the way of a chain that is bad. */
struct nh_fault {
    char name[NH_MISSING_NAME_SIZE]; /* of the certificate at fault, UTF-8 */
    char what[256];                  /* a sentence: "It is not valid today." */
};

struct nh_proof {
    bool key;   /* the private key is there */
    bool signs; /* a signature made with it verifies with the certificate */
    bool dates; /* valid now */
    enum nh_chain chain;
    enum nh_use use;
    struct nh_missing missing; /* of NH_CHAIN_INCOMPLETE */
    struct nh_fault fault;     /* of NH_CHAIN_BAD */
};

const char *nh_chain_word(enum nh_chain chain); /* "good", "untrusted", … */

/*
 * Prove the identity with this fingerprint. NH_NOT_PROVEN when the key is missing or
 * does not sign for this certificate, NH_NO_IDENTITY when the certificate is gone;
 * otherwise NH_OK, and *out says what holds. Of one that is only expected (nss/expected.h) the key
 * was proven before. Revocation is another question: revocation.h.
 */
enum nh_status nh_verify(struct nh_store *store, const char *fingerprint, struct nh_proof *out,
                         struct nh_error *err);

/* The same, of a certificate at hand, or NULL for one that is gone. */
enum nh_status nh_verify_stored(struct nh_store *store, CERTCertificate *certificate,
                                struct nh_proof *out, struct nh_error *err);

/* The same without a judgement. */
void nh_verify_certificate(struct nh_store *store, CERTCertificate *certificate,
                           struct nh_proof *out);

/* Is the key that the profile has for this stored certificate really its key? */
bool nh_verify_pair(struct nh_store *store, CERTCertificate *certificate);

/*
 * Is all of it good? Else NH_NOT_PROVEN, NH_DATES, NH_UNUSABLE or NH_CHAIN, and why. A private CA,
 * whose root is untrusted here, is no failure: websites are nothing that it certifies here. One
 * whose chain is incomplete may still log in where the server knows the CA.
 */
enum nh_status nh_proof_judge(const struct nh_proof *proof, struct nh_error *err);

#endif
