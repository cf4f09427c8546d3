/* SPDX-License-Identifier: MPL-2.0 */
/*
 * An identity as a PKCS#12 file (RFC 7292), in memory, in DER. Reading is pkcs12.h's. NSS writes
 * such files, too, but in BER and with the issuers first: several programs can't read the one,
 * and take the first certificate for the person's.
 */
#ifndef NH_FORMATS_P12WRITE_H
#define NH_FORMATS_P12WRITE_H

#include "base/status.h"
#include "formats/seal.h"
#include <stdbool.h>

struct nh_buf;

/*
 * Add the certificate, its issuers upwards and its key to `out`, under a password in UTF-8 that
 * is not empty. `with_root`: also the root, which whoever trusts it has. The store is open to
 * read keys. NH_NSS.
 */
enum nh_status nh_p12_write(struct nh_store *store, CERTCertificate *certificate, enum nh_seal seal,
                            bool with_root, const char *password, struct nh_buf *out,
                            struct nh_error *err);

#endif
