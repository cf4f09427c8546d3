/* SPDX-License-Identifier: MPL-2.0 */
/* The person's download folder. */
#ifndef NH_MACHINE_DOWNLOADS_H
#define NH_MACHINE_DOWNLOADS_H

#include "base/status.h"
#include <limits.h>

/* Find XDG_DOWNLOAD_DIR of xdg-user-dirs, else "Downloads" in the home, else the home. The path is
   absolute and without symbolic links. NH_CONFIG, NH_PERMISSION, NH_CANT_CREATE. */
enum nh_status nh_downloads_find(char folder[PATH_MAX], struct nh_error *err);

#endif
