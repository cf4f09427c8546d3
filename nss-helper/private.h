/* SPDX-License-Identifier: MPL-2.0 */
/* New files for the person alone, in their download folder. */
#ifndef NH_PRIVATE_H
#define NH_PRIVATE_H

#include "status.h"
#include <stdbool.h>

struct nh_buf;

/*
 * A folder that others can't meddle with: nobody else may write in it or in any above (a
 * sticky one above excepted), nor reach into it, and its disk keeps rights and stays here.
 * Else NH_PERMISSION. `shared`: the person wants a place that others can reach or read, a
 * network, FAT or a removable disk; one where others may write never is.
 *
 * Both write a new file, 0600 and durable, never in place of another and through no link.
 * NH_PERMISSION, NH_NO_SPACE, NH_CANT_CREATE, NH_IO: then nothing is left. The path that
 * was written is absolute and allocated.
 */

/* Called after `name` (a certificate's: made harmless here) and ending in `extension`, in the
   person's download folder (XDG_DOWNLOAD_DIR of xdg-user-dirs), else the home; in a folder
   "nss-helper", 0700, in there if others can reach it. */
enum nh_status nh_private_write(const char *name, const char *extension, const struct nh_buf *bytes,
                                char **path, struct nh_error *err);

/* A new folder, 0700, at the place that the person names, for such files. */
enum nh_status nh_private_folder(const char *path, bool shared, char **made, struct nh_error *err);

/* At the place that the person names. */
enum nh_status nh_private_write_at(const char *path, bool shared, const struct nh_buf *bytes,
                                   char **written, struct nh_error *err);

#endif
