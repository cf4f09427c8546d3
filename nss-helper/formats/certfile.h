/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Read the certificates in a response of a CA, in any form that CAs send as
 * application/x-x509-user-cert: DER, PEM (one or a chain), PKCS#7 certs-only (RFC 2315 section 9,
 * DER or PEM), a Netscape certificate sequence (2.16.840.1.113730.2.5), base64 without armour, text
 * around the armour, and DER that a server converted from Latin-1 to UTF-8.
 */
#ifndef NH_FORMATS_CERTFILE_H
#define NH_FORMATS_CERTFILE_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

typedef struct CERTCertificateStr CERTCertificate;
struct nh_buf;
struct nh_bufs;

#define NH_CERTFILE_MAX_CERTS 512

/* Fill `out`, which must be empty, with each certificate in DER, in the order of the file. Needs an
   open store. NH_NO_CERTIFICATE when none is found, NH_BAD_DATA when one is damaged; `out` then
   stays empty. When memory runs out it is always NH_SYSTEM. */
enum nh_status nh_certfile_read(const void *data, size_t length, struct nh_bufs *out,
                                struct nh_error *err);

/* Whether this status means that a file holds nothing usable. Before a caller gives a file up,
   it reads it a second time with memory known to be free: when memory runs out, NSS may say
   "damaged". */
bool nh_certfile_gives_up(enum nh_status status);

/* Decode one certificate into NSS's memory; the caller destroys it. NULL when it is damaged. Needs
   an open store. */
CERTCertificate *nh_certfile_decode(const struct nh_buf *der);

#endif
