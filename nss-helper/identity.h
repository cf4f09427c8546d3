/* SPDX-License-Identifier: MPL-2.0 */
/* A key with its certificate: list, find, describe, install. */
#ifndef NH_IDENTITY_H
#define NH_IDENTITY_H

#include "key.h"
#include "status.h"
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_bufs;
struct nh_store;

/* Strings are UTF-8, allocated, never NULL; lists end with a NULL. The words are
   those of "identity" in PROTOCOL.md. */
struct nh_identity {
    char *fingerprint; /* SHA-256, "AB:CD:…" */
    char *subject;     /* RFC 4514 */
    char *name;        /* CN, else the first e-mail, else the subject */
    char **emails;
    char *issuer;
    char *issuer_name;
    char *serial_hex; /* "01:AF" */
    char *serial_decimal;
    time_t not_before, not_after; /* UTC */
    char *key;                    /* "RSA 2048", "EC P-256" */
    bool login, mail;             /* may be used for clientAuth, emailProtection */
    char *nickname;               /* "" while not stored */
    char **chain;                 /* names of the issuers that were found, upwards */
    char key_hash[NH_KEY_HASH_SIZE];
};

void nh_identity_free(struct nh_identity **identity);

struct nh_identities {
    struct nh_identity **items;
    size_t count;
};

void nh_identities_reset(struct nh_identities *identities);

/* All certificates of the profile whose private key is there. */
enum nh_status nh_identities_list(struct nh_store *store, struct nh_identities *out,
                                  struct nh_error *err);

/*
 * The identity with this ID: the start of a SHA-256 fingerprint (8 hex digits or
 * more, colons allowed), a decimal serial (nothing but digits), or a hex serial
 * with 0x or colons. NH_USAGE for no ID, NH_NO_IDENTITY, NH_MANY_IDENTITIES with
 * the list.
 */
enum nh_status nh_identity_find(struct nh_store *store, const char *id, struct nh_identity **out,
                                struct nh_error *err);

/* Does an ID, as above, name this one? */
bool nh_identity_fits(const struct nh_identity *identity, const char *id);

/* A certificate that came with an identity. */
enum nh_further_state {
    NH_FURTHER_NEW,
    NH_FURTHER_KNOWN,    /* that very certificate is there already */
    NH_FURTHER_ROOT,     /* left out: it signs itself, and trust is not for an answer to give */
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

/* What one answer holds, before anything is written. */
struct nh_answer {
    struct nh_identity *identity; /* the certificate whose key is here */
    bool known;                   /* that very certificate is there already */
    bool renewed;                 /* its key has another certificate already */
    size_t intermediates;         /* further ones that would be new */
    struct nh_furthers further;   /* each of them, by name */
};

void nh_answer_reset(struct nh_answer *answer);

/* Look at the certificates (DER). NH_NO_KEY when no key of the profile fits. */
enum nh_status nh_answer_read(struct nh_store *store, const struct nh_bufs *certificates,
                              struct nh_answer *out, struct nh_error *err);

/*
 * Put the user's certificate beside its key and the intermediates after it, all
 * without trust; durable when this returns. Self-signed certificates are left
 * out. `language` ("ja", "en" …) is that of the nickname. Repeating it changes
 * nothing. On success *out is what nh_answer_read said before, with the nickname.
 */
enum nh_status nh_identity_install(struct nh_store *store, const struct nh_bufs *certificates,
                                   const char *language, struct nh_answer *out,
                                   struct nh_error *err);

/* Called for each certificate with a key; false ends the walk. */
typedef bool nh_identity_visitor(CERTCertificate *certificate, void *context);

/* False when the keys can't be listed or `visitor` said so. One certificate may come twice. */
bool nh_identities_walk(struct nh_store *store, nh_identity_visitor *visitor, void *context);

/* The certificate of a fingerprint as NSS has it; the caller destroys it. NULL
   when it is gone. */
CERTCertificate *nh_identity_certificate(struct nh_store *store, const char *fingerprint);

#endif
