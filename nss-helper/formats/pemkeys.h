/* SPDX-License-Identifier: MPL-2.0 */
/* Encrypted PKCS#8 keys (RFC 5958) and certificates in PEM: for keyfile.h, which says more. */
#ifndef NH_FORMATS_PEMKEYS_H
#define NH_FORMATS_PEMKEYS_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_bundle;
struct nh_pemkeys; /* decrypted keys, in memory */

/* Does a text have the armour of a private key, of whatever kind? */
bool nh_pemkeys_recognise(const char *text, size_t length);

/* Decrypt each key, prove which certificate is its own, and put the certificates into the
   bundle, whose store is set. *out needs the bundle at the same place as long as it lives. */
enum nh_status nh_pemkeys_open(const char *text, size_t length, const char *password,
                               const char *language, struct nh_bundle *bundle,
                               struct nh_pemkeys **out, struct nh_error *err);

/* Store what is not there yet. */
enum nh_status nh_pemkeys_store(struct nh_pemkeys *keys, struct nh_error *err);

/* NULL is allowed. */
void nh_pemkeys_free(struct nh_pemkeys **keys);

#endif
