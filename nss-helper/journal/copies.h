/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Where each identity was carried to: backups, exports, copies in other profiles. It is kept
 * beside the journal, so that a person can be told of them later; a copy itself is elsewhere.
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

/* In another profile: no file, and no backup. */
bool nh_copy_is_profile(const struct nh_copy *copy);

/* A file for the person to keep. */
bool nh_copy_is_backup(const struct nh_copy *copy);

struct nh_copies {
    struct nh_copy *items;
    size_t count;
};

void nh_copies_reset(struct nh_copies *copies);

/* Note down a copy of the identity with this fingerprint, durably. `bytes`: of the file that
   was written, or NULL; they need an open store, whose NSS makes the hash. */
enum nh_status nh_copies_add(struct nh_journal *journal, const char *fingerprint, const char *kind,
                             const char *place, const struct nh_buf *bytes, struct nh_error *err);

/* All of one identity, the oldest first. None is no error. */
enum nh_status nh_copies_list(struct nh_journal *journal, const char *fingerprint,
                              struct nh_copies *out, struct nh_error *err);

/* Is the file still there, as it was written? Needs an open store, too. */
bool nh_copy_is_there(const struct nh_copy *copy);

/* The same, and its bytes in `out`, which is empty before. */
bool nh_copy_read(const struct nh_copy *copy, struct nh_buf *out);

#endif
