/* SPDX-License-Identifier: MPL-2.0 */
/*
 * New files and folders for the person alone, durable, never in place of another and through
 * no link: where others can't meddle (safepath.h).
 */
#ifndef NH_MACHINE_NEWFILE_H
#define NH_MACHINE_NEWFILE_H

#include "base/status.h"
#include <stdbool.h>

struct nh_buf;

struct nh_newfile {
    const char *path; /* where the person wants it; NULL: in the download folder (downloads.h),
                         and in a folder "nss-helper", 0700, in there if others can reach it */
    bool shared;      /* that path may be where others can reach or read, on a network, FAT or a
                         removable disk; one where others may write never is */
    const char *name; /* without a path: called after this (a certificate's name: made harmless
                         here), with a number where that is taken */
    const char *extension; /* ".p12"; "" for none */
};

/* Both: NH_PERMISSION, NH_NO_SPACE, NH_CANT_CREATE, NH_IO: then nothing is left. The path that
   was made is absolute and allocated. */

/* Would there be room for a new file or folder? Looked at before a person types a password for
   it; what changes until it is written, the writing finds again. Path and shared as above. */
enum nh_status nh_newfile_check(const char *path, bool shared, struct nh_error *err);

/* A file, 0600. */
enum nh_status nh_newfile_write(const struct nh_newfile *place, const struct nh_buf *bytes,
                                char **path, struct nh_error *err);

/* A folder, 0700. */
enum nh_status nh_newfile_folder(const struct nh_newfile *place, char **path, struct nh_error *err);

#endif
