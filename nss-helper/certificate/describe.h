/* SPDX-License-Identifier: MPL-2.0 */
/* A certificate in the words of a person. */
#ifndef NH_CERTIFICATE_DESCRIBE_H
#define NH_CERTIFICATE_DESCRIBE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_identity;

/* A new description, or NULL when memory or NSS fails. */
struct nh_identity *nh_describe(CERTCertificate *certificate);

/* The name by which its subject goes: CN, OU or O, else all of it. Allocated. */
char *nh_describe_name(CERTCertificate *certificate);

/* Its name in the profile, without that of the token; "" while it is not stored. Allocated. */
char *nh_describe_nickname(CERTCertificate *certificate);

/* The same of its issuer. */
char *nh_describe_issuer(CERTCertificate *certificate);

/* What it may be used for: log-ins (Wi-Fi, too) and mail. */
void nh_describe_uses(CERTCertificate *certificate, bool *login, bool *mail);

/* An unsigned big-endian number in decimal; allocated. */
char *nh_decimal(const unsigned char *data, size_t length);

#endif
