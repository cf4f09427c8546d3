/* SPDX-License-Identifier: MPL-2.0 */
/* Prove that an identity works, with what the database has. */
#ifndef NH_CERTIFICATE_VERIFY_H
#define NH_CERTIFICATE_VERIFY_H

#include "base/status.h"
#include "certificate/missing.h"
#include <stdbool.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_identity;
struct nh_store;

enum nh_chain {
    NH_CHAIN_GOOD,       /* complete, to a root that is trusted */
    NH_CHAIN_UNTRUSTED,  /* complete, but its root is not trusted, as with a private CA */
    NH_CHAIN_INCOMPLETE, /* an issuer is missing */
    NH_CHAIN_BAD,        /* a wrong signature, constraint or date, or a distrusted CA */
};

/* The uses that the certificate itself allows. */
enum nh_use {
    NH_USE_GOOD,     /* log-ins or mail */
    NH_USE_NONE,     /* neither */
    NH_USE_CRITICAL, /* none, as it has an unknown critical extension (RFC 5280 4.2) */
};

/* The use that the fields of nh_identity give. nh_use_judge: NH_UNUSABLE unless it is
   NH_USE_GOOD. */
enum nh_use nh_use_of(bool login, bool mail, bool unknown_critical);
enum nh_status nh_use_judge(enum nh_use use, struct nh_error *err);

/* Why a chain is bad. */
struct nh_fault {
    char name[NH_MISSING_NAME_SIZE]; /* of the certificate at fault, UTF-8 */
    char what[256];                  /* a sentence for the person: "It is not valid today." */
};

struct nh_proof {
    bool key;   /* the private key is there */
    bool signs; /* its signature verifies with the certificate */
    bool dates; /* valid now */
    enum nh_chain chain;
    enum nh_use use;
    struct nh_missing missing; /* for NH_CHAIN_INCOMPLETE */
    struct nh_fault fault;     /* for NH_CHAIN_BAD */
};

const char *nh_chain_word(enum nh_chain chain); /* "good", "untrusted", … */

/*
 * Prove this identity of the profile, and fill *out. NH_NOT_PROVEN when the key is missing or
 * does not sign for the certificate, NH_NO_IDENTITY when the certificate is not there; otherwise
 * NH_OK, whatever the rest of *out says. The key of a certificate that is only expected
 * (nss/expected.h) counts as proven. revocation.h checks revocation.
 */
enum nh_status nh_verify(struct nh_store *store, const struct nh_identity *identity,
                         struct nh_proof *out, struct nh_error *err);

/* The same for a certificate that the caller has already looked up; NULL: NH_NO_IDENTITY. */
enum nh_status nh_verify_stored(struct nh_store *store, CERTCertificate *certificate,
                                struct nh_proof *out, struct nh_error *err);

/* The same, but only fill *out. */
void nh_verify_certificate(struct nh_store *store, CERTCertificate *certificate,
                           struct nh_proof *out);

/* Whether the key in the profile belongs to this stored certificate, shown by a signature. */
bool nh_verify_pair(struct nh_store *store, CERTCertificate *certificate);

/*
 * NH_OK if all of the proof is good, else NH_NOT_PROVEN, NH_DATES, NH_UNUSABLE or NH_CHAIN. An
 * untrusted root is no failure, as trust in it matters for websites only. An incomplete chain is
 * NH_CHAIN, although the certificate may still work where the server knows the CA.
 */
enum nh_status nh_proof_judge(const struct nh_proof *proof, struct nh_error *err);

#endif
