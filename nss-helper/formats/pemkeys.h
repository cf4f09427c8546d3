/* SPDX-License-Identifier: MPL-2.0 */
/* Private keys and certificates in PEM, for keyfile.h. */
#ifndef NH_FORMATS_PEMKEYS_H
#define NH_FORMATS_PEMKEYS_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_bundle;
struct nh_opening;

/* Whether the text has a PEM block of a private key of any kind. */
bool nh_pemkeys_recognise(const char *text, size_t length);

/* Add the certificates and keys to the bundle, whose store is set. The errors of
   nh_keyfile_open. */
enum nh_status nh_pemkeys_read(const char *text, size_t length, const struct nh_opening *opening,
                               struct nh_bundle *bundle, struct nh_error *err);

#endif
