/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A list of the copies of each identity: backups, exports, and copies in other profiles. It tells
 * the person later where they are; the copies themselves are not in the journal.
 */
#ifndef NH_JOURNAL_COPIES_H
#define NH_JOURNAL_COPIES_H

#include "base/status.h"
#include "journal/job.h"
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct nh_buf;

struct nh_copy {
    char *kind;    /* "backup", NH_COPY_PROFILE, or a target of export: "windows", "pem" … */
    char *place;   /* the absolute path of the file or folder, or of the profile */
    char hash[65]; /* SHA-256 of the file, lower-case hex; "" for folders and profiles */
    time_t time;   /* when it was made, UTC */
};

#define NH_COPY_PROFILE "profile"

/* Whether it is a copy in another profile, not a file. */
bool nh_copy_is_profile(const struct nh_copy *copy);

/* Whether it is a backup file. */
bool nh_copy_is_backup(const struct nh_copy *copy);

struct nh_copies {
    struct nh_copy *items;
    size_t count;
};

void nh_copies_reset(struct nh_copies *copies);

/* Add a copy of the identity with this fingerprint; it is on the disk when this returns. `bytes`:
   the content of the file, or NULL; with them a store must be open, for the hash. The errors of
   nh_note_write. */
enum nh_status nh_copies_add(struct nh_journal *journal, const char *fingerprint, const char *kind,
                             const char *place, const struct nh_buf *bytes, struct nh_error *err);

/* List the copies of an identity, the oldest first. An empty list is no error; NH_IO,
   NH_PERMISSION. */
enum nh_status nh_copies_list(struct nh_journal *journal, const char *fingerprint,
                              struct nh_copies *out, struct nh_error *err);

/* Whether the file still exists with its content unchanged. Needs an open store. */
bool nh_copy_is_there(const struct nh_copy *copy);

/* The same, and write its content to `out`, which must be empty. */
bool nh_copy_read(const struct nh_copy *copy, struct nh_buf *out);

#endif
