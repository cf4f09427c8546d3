/* SPDX-License-Identifier: MPL-2.0 */
/* New files for the person alone, in their download folder. */
#ifndef NH_PRIVATE_H
#define NH_PRIVATE_H

#include "status.h"

struct nh_buf;

/*
 * Write a new file that is called after `name` (a certificate's: made harmless here) and
 * ends in `extension`: 0600, durable, never in place of another and through no link. The
 * folder is the person's download folder (XDG_DOWNLOAD_DIR of xdg-user-dirs), else the home.
 * *path is allocated. NH_PERMISSION when another user may write there or above (a sticky
 * folder above excepted); NH_NO_SPACE, NH_CANT_CREATE, NH_IO: then nothing is left.
 */
enum nh_status nh_private_write(const char *name, const char *extension, const struct nh_buf *bytes,
                                char **path, struct nh_error *err);

#endif
