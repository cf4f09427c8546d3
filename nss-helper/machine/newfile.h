/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Create files and folders that only the person can read. They never replace a file or follow a
 * symbolic link, are on the disk when the functions return, and lie where others can't interfere
 * (safepath.h).
 */
#ifndef NH_MACHINE_NEWFILE_H
#define NH_MACHINE_NEWFILE_H

#include "base/status.h"
#include <stdbool.h>

struct nh_buf;

struct nh_newfile {
    const char *path; /* chosen by the person; NULL: in the download folder (downloads.h), or, if
                         others can access that, in a folder "nss-helper" (0700) in it */
    bool shared;      /* allow a `path` that others can access or read, or on a network, FAT or a
                         removable disk; never one where others can write */
    const char *name; /* without `path`: the file name, such as a certificate's name, is made from
                         this, with a number if it is taken */
    const char *extension; /* ".p12"; "" for none */
};

/* The errors of all three are NH_PERMISSION, NH_NO_SPACE, NH_CANT_CREATE and NH_IO, which leave
   nothing behind. *path is absolute and allocated. */

/* Check that a file or folder could be created, before the person types a password for it. `path`
   and `shared` as above. */
enum nh_status nh_newfile_check(const char *path, bool shared, struct nh_error *err);

/* Create a file with mode 0600. */
enum nh_status nh_newfile_write(const struct nh_newfile *place, const struct nh_buf *bytes,
                                char **path, struct nh_error *err);

/* Create a folder with mode 0700. */
enum nh_status nh_newfile_folder(const struct nh_newfile *place, char **path, struct nh_error *err);

#endif
