/* SPDX-License-Identifier: MPL-2.0 */
/* A key with its certificate, in the words of a person. */
#ifndef NH_CERTIFICATE_IDENTITY_H
#define NH_CERTIFICATE_IDENTITY_H

#include "nss/key.h"
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

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
    bool authority;        /* says that it may issue certificates: odd for the key of a person */
    bool unknown_critical; /* has a critical extension that NSS does not know (RFC 5280 4.2) */
    char *nickname;        /* "" while not stored */
    char **chain;          /* names of the issuers that were found, upwards */
    char key_hash[NH_KEY_HASH_SIZE];
    char key_id[NH_KEY_ID_SIZE]; /* what finds its key; "" when NSS can't tell */
};

void nh_identity_free(struct nh_identity **identity);

struct nh_identities {
    struct nh_identity **items;
    size_t count;
};

void nh_identities_reset(struct nh_identities *identities);

#endif
