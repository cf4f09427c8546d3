/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A profile's key and certificate databases (key4.db and cert9.db), opened by NSS. A process can
 * have only one store open at a time, because NSS has global state. Close a store as soon as
 * possible, and never keep one open for writing while waiting for a person or the network: its lock
 * would freeze the browser. A store that is open for reading holds no lock between two calls.
 */
#ifndef NH_NSS_STORE_H
#define NH_NSS_STORE_H

#include "base/status.h"
#include <stdbool.h>
#include <sys/types.h>

typedef struct PK11SlotInfoStr PK11SlotInfo;

struct nh_expected;
struct nh_store;

enum nh_store_mode {
    NH_STORE_LOOK, /* read certificates; needs no primary password */
    NH_STORE_READ, /* read keys, too */
    NH_STORE_WRITE,
};

/*
 * Open the databases in the folder `path`. They are checked first, so that NSS never creates new
 * ones in place of missing or damaged ones. NH_NO_PROFILE, NH_BAD_DATABASE, NH_PERMISSION (owned by
 * another user, or read-only), NH_PRIMARY_PASSWORD (see nh_store_unlock), NH_OLD_NSS, NH_BUSY
 * (after some seconds of retrying).
 */
enum nh_status nh_store_open(const char *path, enum nh_store_mode mode, struct nh_store **out,
                             struct nh_error *err);

/* Only check the folder and its files, as nh_store_open does first, without NSS. No store may be
   open. NH_NO_PROFILE, NH_BAD_DATABASE, NH_PERMISSION. */
enum nh_status nh_store_check(const char *path, enum nh_store_mode mode, struct nh_error *err);

/* The pid of a process that holds a lock on the databases, or 0. No store may be open. */
pid_t nh_store_locker(const char *path);

/*
 * Try the primary password (UTF-8) of the profile in `path`, and keep a copy in memory for each
 * nh_store_open of that profile until nh_store_lock. A profile without a primary password accepts
 * any. No store may be open. NH_PRIMARY_PASSWORD when it is wrong, NH_OLD_NSS when only a newer NSS
 * can check it, and the errors of nh_store_open.
 */
enum nh_status nh_store_unlock(const char *path, const char *password, struct nh_error *err);

/* Zero and free that copy. */
void nh_store_lock(void);

/* Whether the profile has a primary password; for a store open in any mode. */
bool nh_store_has_password(struct nh_store *store);

/* Close the store; NULL is allowed. False when NSS still has references to objects of it, which is
   a bug of the caller. nh_store_leaked tells whether that happened in this process. */
bool nh_store_close(struct nh_store **store);
bool nh_store_leaked(void);

/* Close the store and open it again in the same mode, so that NSS reads from the disk and not from
   its caches. On failure it stays closed, and *store is NULL. The errors of nh_store_open, and
   NH_INTERNAL when it can't be closed. */
enum nh_status nh_store_reread(struct nh_store **store, struct nh_error *err);

/* fsync the folder, so that changes committed by NSS survive a power cut: SQLite inside NSS removes
   its journal without doing so. The errors of nh_folder_sync. */
enum nh_status nh_store_sync(struct nh_store *store, struct nh_error *err);

/* The slot of the profile's keys; owned by the store. */
PK11SlotInfo *nh_store_slot(struct nh_store *store);

/* The list of expected.h; owned by the store. */
struct nh_expected *nh_store_expected(struct nh_store *store);

/* Fill *err from NSS's last error; call it at once, before any clean-up. The status is `status`, or
   a more specific one: NH_SYSTEM (no memory), NH_NO_SPACE, NH_PERMISSION, NH_PRIMARY_PASSWORD. */
enum nh_status nh_fail_nss(struct nh_error *err, enum nh_status status, const char *message);

#endif
