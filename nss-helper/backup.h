/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A copy of an identity for the person to keep: a PKCS#12 file under a password of their
 * own, in their download folder, as export.h makes it for "linux".
 */
#ifndef NH_BACKUP_H
#define NH_BACKUP_H

#include "job.h"
#include "status.h"

/* The name of the identity with this fingerprint, allocated. NH_NO_IDENTITY, and the errors
   of nh_store_open. */
enum nh_status nh_backup_name(const char *profile_path, const char *fingerprint, char **name,
                              struct nh_error *err);

/*
 * Write it, 0600 and durable, under a name that no other file has, and read it back: *path
 * is allocated. The password (UTF-8) must not be empty: NH_USAGE. NH_PERMISSION when others
 * could write in the folder or above it, NH_NO_SPACE, NH_NOT_PROVEN when the file that was
 * written does not open; then nothing is left of it. The journal of the profile notes it
 * down as a copy, if it can: the backup is good without.
 */
enum nh_status nh_backup_write(struct nh_journal *journal, const char *profile_path,
                               const char *fingerprint, const char *password, char **path,
                               struct nh_error *err);

#endif
