/* SPDX-License-Identifier: MPL-2.0 */
/* The nickname of a certificate in the profile. It is for display only: certificates are found by
   their fingerprints. */
#ifndef NH_CERTIFICATE_NICKNAME_H
#define NH_CERTIFICATE_NICKNAME_H

#include <stdbool.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_identity;

/* Make a nickname as Firefox does, in the person's language: "Taro Yamada's Example University ID".
   Allocated; NULL without memory. */
char *nh_nickname_make(CERTCertificate *user, const struct nh_identity *identity);

/* Whether a certificate that is not stored yet will have this nickname, other than those with the
   subject of `of`. */
typedef bool nh_nickname_taken(const char *nickname, CERTCertificate *of, void *context);

/* Return `name`, or `name` with " #2", " #3" and so on: the first that no certificate with another
   subject has. `taken` may be NULL. Allocated; NULL on failure. */
char *nh_nickname_number(const char *name, CERTCertificate *of, nh_nickname_taken *taken,
                         void *context);

#endif
