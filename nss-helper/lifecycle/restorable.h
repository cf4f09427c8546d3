/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Removed identities that can be restored from a backup. The journal has the public certificate of
 * each in "restorable/<SHA-256 in lower-case hex>.der".
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
    char *backup;   /* path of the newest unchanged backup, else of the newest other file with the
                       key,   else of what there was */
    bool there;     /* that file exists unchanged */
};

struct nh_restorables {
    struct nh_restorable *items;
    size_t count;
};

void nh_restorables_reset(struct nh_restorables *restorables);

/* Find the newest unchanged backup of an identity in the profile: *path, allocated. Files for
   other programs don't count, as people delete them. Needs an open store. NH_NO_INPUT when
   there is none. */
enum nh_status nh_restorable_backup(struct nh_journal *journal, const char *fingerprint,
                                    char **path, struct nh_error *err);

/* After its removal, note the identity and its certificate (DER) if there is a backup. Needs an
   open store. */
void nh_restorable_note(struct nh_journal *journal, const char *fingerprint,
                        const struct nh_buf *der);

/* List them, the last removed first. Notes are dropped for identities that are in the profile
   again, and for those without a backup after NH_RESTORABLE_DAYS. NH_STORE_LOOK is enough. */
enum nh_status nh_restorables_list(struct nh_journal *journal, struct nh_store *store,
                                   struct nh_restorables *out, struct nh_error *err);

/* Read that file of such an identity; *path is allocated. Needs an open store. NH_NO_IDENTITY when
   no such removal is known, NH_NO_INPUT when the file is missing or changed. */
enum nh_status nh_restorable_read(struct nh_journal *journal, const char *fingerprint,
                                  struct nh_buf *out, char **path, struct nh_error *err);

#endif
