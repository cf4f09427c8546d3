/* SPDX-License-Identifier: MPL-2.0 */
/* The person's file manager. */
#ifndef NH_MACHINE_FILEMANAGER_H
#define NH_MACHINE_FILEMANAGER_H

#include "base/status.h"

/*
 * Show a file there: in its folder, chosen (org.freedesktop.FileManager1, ShowItems); where no
 * file manager can do that, its folder. `path` is absolute. NH_UNAVAILABLE when there is none.
 */
enum nh_status nh_filemanager_show(const char *path, struct nh_error *err);

#endif
