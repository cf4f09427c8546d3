/* SPDX-License-Identifier: MPL-2.0 */
/* Private keys and certificates in PEM: for keyfile.h, which says more. */
#ifndef NH_FORMATS_PEMKEYS_H
#define NH_FORMATS_PEMKEYS_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_bundle;
struct nh_opening;

/* Does a text have the armour of a private key, of whatever kind? */
bool nh_pemkeys_recognise(const char *text, size_t length);

/* Put the certificates and keys into the bundle, whose store is set. */
enum nh_status nh_pemkeys_read(const char *text, size_t length, const struct nh_opening *opening,
                               struct nh_bundle *bundle, struct nh_error *err);

#endif
