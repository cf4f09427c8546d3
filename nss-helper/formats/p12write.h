/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Write an identity as a PKCS#12 file (RFC 7292) in DER; pkcs12.h reads them. NSS's own function is
 * not used: it writes BER, which several programs can't read, and puts the issuers first, although
 * programs take the first certificate for the person's.
 */
#ifndef NH_FORMATS_P12WRITE_H
#define NH_FORMATS_P12WRITE_H

#include "base/status.h"
#include "formats/seal.h"
#include <stdbool.h>

struct nh_buf;

/*
 * Append the certificate, its issuers and its key, encrypted under a password in UTF-8 that is not
 * empty. `with_root`: include the root, which programs that trust it have already. The store is
 * open for reading keys. NH_NSS.
 */
enum nh_status nh_p12_write(struct nh_store *store, CERTCertificate *certificate, enum nh_seal seal,
                            bool with_root, const char *password, struct nh_buf *out,
                            struct nh_error *err);

#endif
