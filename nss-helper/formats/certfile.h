/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The certificates in any response of a CA, in whatever form they have been sent as
 * application/x-x509-user-cert: DER, PEM (one or a chain), PKCS#7 certs-only
 * (RFC 2315 section 9, DER or PEM), a Netscape certificate sequence
 * (2.16.840.1.113730.2.5), base64 without armour, text around the armour, and
 * DER that a server took for Latin-1 and wrote as UTF-8.
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

/* Fills `out`, which is empty, with each certificate in DER, in the order of the
   file. Needs an open store. NH_NO_CERTIFICATE when none is found, NH_BAD_DATA when
   one is broken; `out` stays empty then. Neither is told for a lack of memory. */
enum nh_status nh_certfile_read(const void *data, size_t length, struct nh_bufs *out,
                                struct nh_error *err);

/* Does a status give a file up? Bytes are read a second time before that, with memory known to
   be there: NSS calls much "damaged" that it only had no memory for. */
bool nh_certfile_gives_up(enum nh_status status);

/* One of them, in NSS's memory alone; NULL when it is damaged. Needs an open store. */
CERTCertificate *nh_certfile_decode(const struct nh_buf *der);

#endif
