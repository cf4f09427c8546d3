/* SPDX-License-Identifier: MPL-2.0 */
/* The certificates that a file or a response brings, before and while they are stored. */
#ifndef NH_FORMATS_incoming_H
#define NH_FORMATS_incoming_H

#include "base/status.h"
#include "certificate/identity.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_bufs;
struct nh_store;

/* The state of a certificate that came with an identity. */
enum nh_further_state {
    NH_FURTHER_NEW,
    NH_FURTHER_KNOWN,    /* the profile has it already */
    NH_FURTHER_STRANGER, /* no issuer of the identity; left out */
};

struct nh_further {
    char *name; /* UTF-8, as in nh_identity */
    enum nh_further_state state;
};

struct nh_furthers {
    struct nh_further *items;
    size_t count;
};

/* Add the certificate. False without memory. */
bool nh_furthers_add(struct nh_furthers *furthers, CERTCertificate *certificate,
                     enum nh_further_state state);

/* The content of one response. */
struct nh_incoming {
    struct nh_identity *identity; /* the certificate whose key is in the profile or file */
    bool completes;               /* it was stored before, and only its issuers came */
    bool known;                   /* the profile has this certificate already */
    bool renewed;                 /* the profile has another certificate with its key */
    size_t intermediates;         /* CA certificates that would be new */
    struct nh_furthers further;   /* all certificates besides the identity's */
};

void nh_incoming_reset(struct nh_incoming *incoming);

/*
 * Find the certificate whose key is in the profile among these (DER), and describe the response. If
 * there are only CA certificates, they complete the chain of an identity in the profile. NH_NO_KEY
 * when no key of the profile fits, NH_OTHER_CA when there are only CA certificates and none of them
 * issued an identity in the profile.
 */
enum nh_status nh_incoming_read(struct nh_store *store, const struct nh_bufs *certificates,
                                struct nh_incoming *out, struct nh_error *err);

/* The same, and make the store report what nh_incoming_store would store as stored (expected.h),
   until it is closed. Nothing is written. */
enum nh_status nh_incoming_expect(struct nh_store *store, const struct nh_bufs *certificates,
                                  struct nh_incoming *out, struct nh_error *err);

/*
 * Store the user's certificate and its issuers, including a root, all without trust. They are on
 * the disk when this returns. Storing them again changes nothing. On success *out is what
 * nh_incoming_read would have said before, with the nickname. The errors of nh_incoming_read.
 */
enum nh_status nh_incoming_store(struct nh_store *store, const struct nh_bufs *certificates,
                                 struct nh_incoming *out, struct nh_error *err);

/* Store the missing issuers of a stored certificate in the same way, after checking each signature.
   NH_BAD_DATA when none of the certificates is one. */
enum nh_status nh_incoming_complete(struct nh_store *store, CERTCertificate *certificate,
                                    const struct nh_bufs *issuers, struct nh_incoming *out,
                                    struct nh_error *err);

/* The content of one file. */
struct nh_incomings {
    struct nh_incoming *items; /* one an identity, in the order of the file */
    size_t count;
};

#endif
