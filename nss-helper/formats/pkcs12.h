/* SPDX-License-Identifier: MPL-2.0 */
/* What is inside a PKCS#12 file, by NSS's decoder: for keyfile.h, which says more. */
#ifndef NH_FORMATS_PKCS12_H
#define NH_FORMATS_PKCS12_H

#include "base/status.h"
#include <stddef.h>

struct nh_bundle;
struct nh_pkcs12; /* an opened file */

/* Open the file with a password in UTF-8 and put its certificates into the bundle, whose
   store is set. *out needs the bundle at the same place as long as it lives. */
enum nh_status nh_pkcs12_open(const void *data, size_t length, const char *password,
                              const char *language, struct nh_bundle *bundle,
                              struct nh_pkcs12 **out, struct nh_error *err);

/* Store all of it. NSS does not look whether a key is that of its certificate. */
enum nh_status nh_pkcs12_store(struct nh_pkcs12 *pkcs12, struct nh_error *err);

/* NULL is allowed. */
void nh_pkcs12_free(struct nh_pkcs12 **pkcs12);

#endif
