/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A profile's key and certificate database (key4.db and cert9.db), opened by
 * NSS. One store at a time can be open in a process: NSS is a single instance.
 * Keep it open for the work at hand only, and one that is open for writing never across a wait
 * for a person or the network: a lock held here freezes the browser. One that is open to read
 * holds none between two calls.
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
    NH_STORE_LOOK, /* read certificates: a primary password is not needed */
    NH_STORE_READ, /* read keys, too */
    NH_STORE_WRITE,
};

/*
 * Open the databases in the folder `path`. They are looked at first, so that
 * NSS never makes new ones in place of missing or damaged ones.
 * NH_BAD_DATABASE, NH_PERMISSION (not the caller's own, or read-only),
 * NH_PRIMARY_PASSWORD (see nh_store_unlock), NH_OLD_NSS, NH_BUSY (after retrying for
 * some seconds).
 */
enum nh_status nh_store_open(const char *path, enum nh_store_mode mode, struct nh_store **out,
                             struct nh_error *err);

/* Only look at the folder and its files, as nh_store_open does first. The same errors; it
   starts no NSS. No store may be open. */
enum nh_status nh_store_check(const char *path, enum nh_store_mode mode, struct nh_error *err);

/* The process that holds a lock on the databases, or 0. No store may be open. */
pid_t nh_store_locker(const char *path);

/*
 * Give the primary password of the profile in `path` (UTF-8): it is tried, and kept in
 * memory for every open of that profile that follows in this process, until nh_store_lock.
 * NH_PRIMARY_PASSWORD when it is wrong; NH_OLD_NSS when only a newer NSS can tell; else as
 * nh_store_open. A profile without one takes any. No store may be open.
 */
enum nh_status nh_store_unlock(const char *path, const char *password, struct nh_error *err);

/* Forget the password, zeroed. */
void nh_store_lock(void);

/* Does the profile have a primary password? Of an open store in any mode. */
bool nh_store_has_password(struct nh_store *store);

/* Close it. NULL is allowed. False when NSS still holds references: a leak in this
   program, which nh_store_leaked reports at its end. */
bool nh_store_close(struct nh_store **store);
bool nh_store_leaked(void);

/* Close it and open it again in the same mode: what was in NSS's memory counts no more.
   On failure it is closed for good, and *store is NULL. */
enum nh_status nh_store_reread(struct nh_store **store, struct nh_error *err);

/* Make what NSS has committed durable: fsync of the folder. SQLite inside NSS
   removes its journal and leaves that to the caller. */
enum nh_status nh_store_sync(struct nh_store *store, struct nh_error *err);

/* The slot of the profile's keys; owned by the store. */
PK11SlotInfo *nh_store_slot(struct nh_store *store);

/* What it is going to have, for expected.h; owned by the store. */
struct nh_expected *nh_store_expected(struct nh_store *store);

/* Fill *err from NSS's last error: call it at once, before any clean-up. The
   status is `status` unless the error itself says more (busy, space, rights). */
enum nh_status nh_fail_nss(struct nh_error *err, enum nh_status status, const char *message);

#endif
