/* SPDX-License-Identifier: MPL-2.0 */
/* The person's file manager. */
#ifndef NH_MACHINE_FILEMANAGER_H
#define NH_MACHINE_FILEMANAGER_H

#include "base/status.h"

/*
 * Open the folder of a file with the file selected (ShowItems of org.freedesktop.FileManager1), or
 * just the folder if no file manager supports that. `path` is absolute. NH_UNAVAILABLE without a
 * file manager.
 */
enum nh_status nh_filemanager_show(const char *path, struct nh_error *err);

#endif
