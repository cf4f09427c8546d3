/* SPDX-License-Identifier: MPL-2.0 */
/* Files and folders that survive a power cut and that other users can't read. */
#ifndef NH_BASE_FILES_H
#define NH_BASE_FILES_H

#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>

struct nh_buf;

/* Read a whole file ("-": standard input) into `buf`, up to the buffer's limit. NH_NO_INPUT when it
   is not there or is not a regular file, NH_PERMISSION, NH_TOO_LARGE, NH_IO. */
enum nh_status nh_file_read(const char *path, struct nh_buf *buf, struct nh_error *err);

/* The same from an open descriptor, which stays open; `name` is used in the error. No other copy of
   the bytes stays in memory. */
enum nh_status nh_fd_read(int fd, const char *name, struct nh_buf *buf, struct nh_error *err);

/* Turn the errno of an open(2) that failed into an error: NH_PERMISSION or NH_NO_INPUT. */
enum nh_status nh_fail_open(struct nh_error *err, int error, const char *path);

/* Write all bytes, with as many calls to write(2) as needed. False on failure, with errno set. */
bool nh_fd_write(int fd, const void *data, size_t length);

/* Write `name` in `folder` so that a crash leaves the old file or the new one: a temporary file,
   fsync, rename, fsync of the folder. `mode` as in open(2). On failure nothing is left in the
   folder: NH_NO_SPACE, NH_PERMISSION, NH_CANT_CREATE or NH_IO. */
enum nh_status nh_file_write(const char *folder, const char *name, const void *data, size_t length,
                             unsigned mode, struct nh_error *err);

/* A path in the folder for a temporary file that will be renamed to `name`; nh_folder_sweep
   recognizes it. Allocated; NULL without memory or random bytes. */
char *nh_file_temporary(const char *folder, const char *name);

/* fsync a folder, so that files created, renamed or removed in it stay so after a power cut.
   NH_NO_SPACE, NH_PERMISSION, NH_IO. */
enum nh_status nh_folder_sync(const char *path, struct nh_error *err);

/*
 * Lock a folder: shared, to write in it, or exclusively (`alone`), to clean it up. Returns a
 * descriptor, which the caller closes, or -1 with errno set. `alone` also fails while another
 * process holds the folder.
 */
int nh_folder_hold(const char *path, bool alone);

/* Remove the temporary files that a killed nh_file_write left. Does nothing while another process
   holds the folder. */
void nh_folder_sweep(const char *path);

struct nh_names {
    char **items;
    size_t count;
};

void nh_names_reset(struct nh_names *names);
bool nh_names_have(const struct nh_names *names, const char *name);

/* List the names in a folder, sorted, without those that begin with a dot. A missing folder gives
   an empty list. NH_IO, NH_PERMISSION. */
enum nh_status nh_folder_list(const char *path, struct nh_names *out, struct nh_error *err);

/* Create a folder and its missing parents, each with mode 0700. An existing folder is no error.
   NH_PERMISSION when the folder belongs to another user, when others may write in it, or when it
   would be created inside another user's folder; for root, also when any parent belongs to another
   user. NH_CANT_CREATE, NH_NO_SPACE, NH_INTERNAL for a path that is not absolute. */
enum nh_status nh_folder_make(const char *path, struct nh_error *err);

/* "folder/name", allocated; NULL without memory. */
char *nh_path_join(const char *folder, const char *name);

/* The folder of a file, "." for a name alone; slashes at its end don't count. Allocated; NULL
   without memory. */
char *nh_path_folder(const char *path);

#endif
