/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Identities that were removed from a profile while a file with them and their key was there: with
 * that file they can be restored. The journal has the public certificate of each,
 * "restorable/<SHA-256 in lower-case hex>.der", from the end of its removal on.
 */
#ifndef NH_LIFECYCLE_RESTORABLE_H
#define NH_LIFECYCLE_RESTORABLE_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct nh_buf;
struct nh_identity;
struct nh_journal;
struct nh_store;

struct nh_restorable {
    struct nh_identity *identity;
    time_t removed; /* UTC */
    char *backup;   /* path of the newest file with it that is there as it was written, else of the
                       newest one that was */
    bool there;     /* it is */
};

struct nh_restorables {
    struct nh_restorable *items;
    size_t count;
};

void nh_restorables_reset(struct nh_restorables *restorables);

/* The newest backup of one that is in the profile, as it was written: *path, allocated. NH_NO_INPUT
   when there is none. Files for other programs are no backups: they are deleted one day. Needs an
   open store. */
enum nh_status nh_restorable_backup(struct nh_journal *journal, const char *fingerprint,
                                    char **path, struct nh_error *err);

/* It has just been removed, and this is its certificate: note it down if a backup is there. Needs
   an open store. */
void nh_restorable_note(struct nh_journal *journal, const char *fingerprint,
                        const struct nh_buf *der);

/* All of them, the last removed first. What is in the profile again is forgotten, and what has had
   no backup for NH_RESTORABLE_DAYS. A store that is open to look is enough. */
enum nh_status nh_restorables_list(struct nh_journal *journal, struct nh_store *store,
                                   struct nh_restorables *out, struct nh_error *err);

/* The newest file with this one, as it was written, and its path, allocated. NH_NO_IDENTITY when no
   such removal is known, NH_NO_INPUT when the file is gone or is another one now. Needs an open
   store. */
enum nh_status nh_restorable_read(struct nh_journal *journal, const char *fingerprint,
                                  struct nh_buf *out, char **path, struct nh_error *err);

#endif
