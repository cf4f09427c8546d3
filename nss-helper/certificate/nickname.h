/* SPDX-License-Identifier: MPL-2.0 */
/* The name that a certificate has in the profile. It only shows: a certificate is
   found by its fingerprint. */
#ifndef NH_CERTIFICATE_NICKNAME_H
#define NH_CERTIFICATE_NICKNAME_H

#include <stdbool.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_identity;

/* Firefox's own words in the person's language: "Taro Yamada's Example University ID". Allocated;
 * NULL without memory. */
char *nh_nickname_make(CERTCertificate *user, const struct nh_identity *identity);

/* Has a certificate that is not stored yet the name already? */
typedef bool nh_nickname_taken(const char *nickname, CERTCertificate *of, void *context);

/* The name itself, or with " #2" …: the first that no certificate of another subject
   has. `taken` may be NULL. Allocated; NULL when there is none. */
char *nh_nickname_number(const char *name, CERTCertificate *of, nh_nickname_taken *taken,
                         void *context);

#endif
