/* SPDX-License-Identifier: MPL-2.0 */
#ifndef PORTAL_SPKAC_H
#define PORTAL_SPKAC_H

#include <openssl/evp.h>

/* Is this a SPKAC with the challenge, signed by a key that the CA takes? Returns
 * the key, for the caller to free, or NULL and in *reason a word for the log:
 * malformed, signature, digest, key-kind, weak-key, challenge. */
EVP_PKEY *spkac_check(const char *spkac, const char *challenge, const char **reason);

#endif
