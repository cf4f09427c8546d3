/* SPDX-License-Identifier: MPL-2.0 */
/*
 * How key4.db hashes its primary password, read without NSS. NSS 3.118 and later (Mozilla bug
 * 1990242) use SHA-384 and a salt of 48 bytes; to older versions the right password looks wrong.
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
 * Read this from the key4.db in `folder`. No store may be open: closing the file would drop the
 * locks that NSS has on it in this process. NH_BAD_DATABASE when it can't be read, NH_CONFIG
 * without SQLite.
 */
enum nh_status nh_keydb_look(const char *folder, struct nh_keydb *out, struct nh_error *err);

#endif
