/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What key4.db says of its own password, without NSS: since NSS 3.118 (Mozilla bug
 * 1990242) a primary password is hashed with SHA-384 and a salt of 48 bytes, and to older
 * versions the right one is a wrong one.
 */
#ifndef NH_NSS_KEYDB_H
#define NH_NSS_KEYDB_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_keydb {
    size_t salt_length; /* bytes: 20 or 48; 0 when no password was ever set, not even "" */
};

#define NH_KEYDB_NEW "3.118"

/* The oldest NSS that can check the password: NH_KEYDB_NEW, or NULL when any can. */
const char *nh_keydb_needs(const struct nh_keydb *keydb);

/*
 * Look into the key4.db of the profile in `folder`. To close the file drops the locks that
 * NSS has on it in this process: only while no store is open. NH_BAD_DATABASE when it can't
 * be read, NH_CONFIG without SQLite.
 */
enum nh_status nh_keydb_look(const char *folder, struct nh_keydb *out, struct nh_error *err);

#endif
