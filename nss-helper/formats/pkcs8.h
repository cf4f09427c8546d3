/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A private key in a file, in DER: PKCS#8 (RFC 5958), encrypted or not, or the older forms (RFC
 * 8017 appendix A.1.2, RFC 5915).
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
struct nh_pkcs8; /* a decrypted key in memory */
struct nh_store;

enum nh_pkcs8_form {
    NH_PKCS8_NONE,   /* not a private key */
    NH_PKCS8_SEALED, /* encrypted PKCS#8 */
    NH_PKCS8_OPEN,   /* PKCS#8 that is not encrypted */
    NH_PKCS8_RSA,    /* RSAPrivateKey, not encrypted */
    NH_PKCS8_EC,     /* ECPrivateKey, not encrypted */
};

/* What the person has given to open a file. */
struct nh_opening {
    const char *password;         /* UTF-8; "": an empty one, NULL: not asked for yet */
    const char *key_password;     /* of the keys, if they have another one; else NULL */
    bool accept_open;             /* whether keys that are not encrypted are accepted */
    const struct nh_bufs *beside; /* certificates (DER) from other files, or NULL */
};

/* The form that the data seems to have. It may still be damaged. */
enum nh_pkcs8_form nh_pkcs8_recognise(const void *der, size_t length);

/*
 * Read a key of this form; the caller frees *out. *rounds as in nh_pbe_check. Needs an open store.
 * NH_PASSWORD; NH_OPEN_KEY if it is not encrypted and that is not accepted; NH_BAD_DATA when it is
 * damaged or its encryption is unknown; NH_KEY_KIND when browsers don't support its kind.
 */
enum nh_status nh_pkcs8_read(enum nh_pkcs8_form form, const SECItem *der,
                             const struct nh_opening *opening, unsigned long *rounds,
                             struct nh_pkcs8 **out, struct nh_error *err);

/* Whether both are the same key. */
bool nh_pkcs8_equal(const struct nh_pkcs8 *one, const struct nh_pkcs8 *other);

/* If it is the key of the certificate, which a signature proves, return it as a session object,
   which the caller destroys; else NULL. Adds the cost to *work: 1 for a signature with RSA of 1024
   bits, 8 times as much for twice the bits, 3 on a curve. */
SECKEYPrivateKey *nh_pkcs8_for(const struct nh_pkcs8 *pkcs8, struct nh_store *store,
                               CERTCertificate *certificate, unsigned long *work);

/* Zero and free the key. NULL is allowed. */
void nh_pkcs8_free(struct nh_pkcs8 **pkcs8);

#endif
