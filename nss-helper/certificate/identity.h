/* SPDX-License-Identifier: MPL-2.0 */
/* A private key with its certificate, described for people. */
#ifndef NH_CERTIFICATE_IDENTITY_H
#define NH_CERTIFICATE_IDENTITY_H

#include "nss/key.h"
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/* Strings are UTF-8, allocated and never NULL; lists end with NULL. PROTOCOL.md describes the
   fields under "identity". */
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
    bool login, mail;             /* may be used for log-ins (clientAuth), mail (emailProtection) */
    bool authority;               /* is a CA certificate (basicConstraints): unusual for a person */
    bool unknown_critical;        /* has a critical extension unknown to NSS (RFC 5280 4.2) */
    char *nickname;               /* "" while not stored */
    char **chain;                 /* names of the issuers found in the profile, the nearest first */
    char key_hash[NH_KEY_HASH_SIZE];
    char key_id[NH_KEY_ID_SIZE]; /* CKA_ID of its key; "" when NSS can't tell */
};

void nh_identity_free(struct nh_identity **identity);

struct nh_identities {
    struct nh_identity **items;
    size_t count;
};

void nh_identities_reset(struct nh_identities *identities);

#endif
