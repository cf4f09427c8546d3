/* SPDX-License-Identifier: MPL-2.0 */
/* Files that survive a power cut, and nobody else reads. */
#ifndef NH_BASE_FILES_H
#define NH_BASE_FILES_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_buf;

/* Read a whole file ("-": standard input) into buf, at most its limit.
   NH_NO_INPUT when it can't be opened or is no file, NH_TOO_LARGE, NH_IO. */
enum nh_status nh_file_read(const char *path, struct nh_buf *buf, struct nh_error *err);

/* The same of an open descriptor, which stays open; `name` is for the error. What was
   read is nowhere but in buf. */
enum nh_status nh_fd_read(int fd, const char *name, struct nh_buf *buf, struct nh_error *err);

/* What open(2) said of a file to read, in words: NH_NO_INPUT, NH_PERMISSION. */
enum nh_status nh_fail_open(struct nh_error *err, int error, const char *path);

/* Write all of it, however many calls that takes. False: errno says why. */
bool nh_fd_write(int fd, const void *data, size_t length);

/* Write `name` in `folder` so that a crash leaves the old file or the new one:
   a temporary file, fsync, rename, fsync of the folder. `mode` as in open(2).
   NH_NO_SPACE, NH_PERMISSION, NH_CANT_CREATE or NH_IO; then nothing is left. */
enum nh_status nh_file_write(const char *folder, const char *name, const void *data, size_t length,
                             unsigned mode, struct nh_error *err);

/* A path in the folder for a file that gets `name` when it is finished, allocated: what
   nh_folder_sweep knows as a temporary one. NULL without memory or random bits. */
char *nh_file_temporary(const char *folder, const char *name);

/* fsync a folder: what was created, renamed or unlinked in it is durable then. */
enum nh_status nh_folder_sync(const char *path, struct nh_error *err);

/*
 * Hold a folder: with others who write in it, or `alone`, to clear it up. A descriptor
 * to close, or -1: errno says why, and others are at work there if it was `alone`.
 */
int nh_folder_hold(const char *path, bool alone);

/* Remove the temporary files of an nh_file_write that was killed; not while somebody
   writes there. */
void nh_folder_sweep(const char *path);

struct nh_names {
    char **items;
    size_t count;
};

void nh_names_reset(struct nh_names *names);
bool nh_names_have(const struct nh_names *names, const char *name);

/* The names in a folder, in order, without those that begin with a dot. A folder that
   is not there is empty. NH_IO, NH_PERMISSION. */
enum nh_status nh_folder_list(const char *path, struct nh_names *out, struct nh_error *err);

/* Make a folder and what is missing above it, each 0700. Its being there is no error;
   NH_PERMISSION when the last one is not the caller's own, or others may write there, or when
   it would be made in another user's; for root also when any above it is another user's. */
enum nh_status nh_folder_make(const char *path, struct nh_error *err);

/* "folder/name", allocated; NULL without memory. */
char *nh_path_join(const char *folder, const char *name);

#endif
