/* SPDX-License-Identifier: MPL-2.0 */
/* What a file or a response brings, before and while it is stored. */
#ifndef NH_FORMATS_incoming_H
#define NH_FORMATS_incoming_H

#include "base/status.h"
#include "certificate/identity.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_bufs;
struct nh_store;

/* A certificate that came with an identity. */
enum nh_further_state {
    NH_FURTHER_NEW,
    NH_FURTHER_KNOWN,    /* that very certificate is there already */
    NH_FURTHER_STRANGER, /* left out: none of the identity's issuers */
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

/* What one response holds, before anything is written. */
struct nh_incoming {
    struct nh_identity *identity; /* the certificate whose key is here */
    bool completes;               /* that was stored before, and only issuers of it came */
    bool known;                   /* that very certificate is there already */
    bool renewed;                 /* its key has another certificate already */
    size_t intermediates;         /* further ones that would be new */
    struct nh_furthers further;   /* each of them, by name */
};

void nh_incoming_reset(struct nh_incoming *incoming);

/*
 * Look at the certificates (DER). Those of CAs alone are taken for an identity of the profile that
 * they have issued. NH_NO_KEY when no key of the profile fits, NH_OTHER_CA when there are only CAs
 * that issued nothing in it.
 */
enum nh_status nh_incoming_read(struct nh_store *store, const struct nh_bufs *certificates,
                                struct nh_incoming *out, struct nh_error *err);

/* The same; and what nh_incoming_store would store is found in the store from now on, until it is
   closed. Nothing is written. */
enum nh_status nh_incoming_expect(struct nh_store *store, const struct nh_bufs *certificates,
                                  struct nh_incoming *out, struct nh_error *err);

/*
 * Put the user's certificate beside its key and its issuers after it, a root as well, all
 * without trust; durable when this returns. Repeating it changes nothing. On success *out is what
 * nh_incoming_read said before, with the nickname.
 */
enum nh_status nh_incoming_store(struct nh_store *store, const struct nh_bufs *certificates,
                                 struct nh_incoming *out, struct nh_error *err);

/* Put what is missing of this stored certificate's chain beside it, in the same way: each signature
   is checked before. NH_BAD_DATA when nothing of that is among the certificates. */
enum nh_status nh_incoming_complete(struct nh_store *store, CERTCertificate *certificate,
                                    const struct nh_bufs *issuers, struct nh_incoming *out,
                                    struct nh_error *err);

/* What one file brings. */
struct nh_incomings {
    struct nh_incoming *items; /* one for each identity, in the order of the file */
    size_t count;
};

#endif
