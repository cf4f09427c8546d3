/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A private key in a file: PKCS#8 (RFC 5958), encrypted or not, or what there was before it
 * (RFC 8017 appendix A.1.2, RFC 5915), in DER.
 */
#ifndef NH_FORMATS_PKCS8_H
#define NH_FORMATS_PKCS8_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct CERTCertificateStr CERTCertificate;
typedef struct SECItemStr SECItem;
typedef struct SECKEYPrivateKeyStr SECKEYPrivateKey;
struct nh_bufs;
struct nh_pkcs8; /* a key in memory, in the open */
struct nh_store;

enum nh_pkcs8_form {
    NH_PKCS8_NONE, /* it is no private key */
    NH_PKCS8_SEALED,
    NH_PKCS8_OPEN,
    NH_PKCS8_RSA, /* open, too */
    NH_PKCS8_EC,  /* and so is this */
};

/* What the person has given to open a file. */
struct nh_opening {
    const char *password;         /* UTF-8; "" is the empty one, NULL: not asked for */
    const char *key_password;     /* of the keys, where it is another one; else NULL */
    bool accept_open;             /* a key that is not encrypted is taken, too */
    const struct nh_bufs *beside; /* certificates (DER) that came in other files; NULL */
};

/* What the bytes are. It may be damaged all the same. */
enum nh_pkcs8_form nh_pkcs8_recognise(const void *der, size_t length);

/*
 * Read one of this form, `rounds` as for nh_unseal. Needs an open store. NH_PASSWORD; NH_OPEN_KEY
 * unless such a one is accepted; NH_BAD_DATA when it is damaged, or sealed as nothing here can
 * open; NH_KEY_KIND when browsers don't know its kind.
 */
enum nh_status nh_pkcs8_read(enum nh_pkcs8_form form, const SECItem *der,
                             const struct nh_opening *opening, unsigned long *rounds,
                             struct nh_pkcs8 **out, struct nh_error *err);

/* Is it one that was read before? */
bool nh_pkcs8_equal(const struct nh_pkcs8 *one, const struct nh_pkcs8 *other);

/* As an object of this session, if it is the key of the certificate: proven by a signature. The
   caller destroys it; NULL when it is not. What that costs is added to *work: a signature of RSA
   with 1024 bits is 1, with twice as many bits 8 times as much, and one on a curve 3. */
SECKEYPrivateKey *nh_pkcs8_for(const struct nh_pkcs8 *pkcs8, struct nh_store *store,
                               CERTCertificate *certificate, unsigned long *work);

/* Zeroed. NULL is allowed. */
void nh_pkcs8_free(struct nh_pkcs8 **pkcs8);

#endif
