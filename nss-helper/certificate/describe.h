/* SPDX-License-Identifier: MPL-2.0 */
/* A certificate described for people. */
#ifndef NH_CERTIFICATE_DESCRIBE_H
#define NH_CERTIFICATE_DESCRIBE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_identity;

/* A new description, which the caller frees; NULL when memory runs out or NSS fails. */
struct nh_identity *nh_describe(CERTCertificate *certificate);

/* The subject's CN, OU or O, the first that it has; else the whole subject. Allocated, or NULL. */
char *nh_describe_name(CERTCertificate *certificate);

/* The certificate's nickname in the profile, without the token's name; "" while it is not stored.
   Allocated, or NULL. */
char *nh_describe_nickname(CERTCertificate *certificate);

/* The same as nh_describe_name for the issuer. */
char *nh_describe_issuer(CERTCertificate *certificate);

/* Whether the certificate may be used for log-ins (including Wi-Fi) and for mail. */
void nh_describe_uses(CERTCertificate *certificate, bool *login, bool *mail);

/* An unsigned big-endian number in decimal. Allocated, or NULL. */
char *nh_decimal(const unsigned char *data, size_t length);

#endif
