/* SPDX-License-Identifier: MPL-2.0 */
/* The file system that a folder lies on. */
#ifndef NH_MACHINE_DISK_H
#define NH_MACHINE_DISK_H

#include <stdbool.h>

/* "NFS", "CIFS" … when it is across a network, else NULL. By f_type of statfs(2). */
const char *nh_disk_network(const char *path);
const char *nh_disk_network_name(unsigned long type);

/* "FAT" … when it keeps no rights, so that everybody may read it; else NULL. */
const char *nh_disk_open(const char *path);
const char *nh_disk_open_name(unsigned long type);

/* Is it one to be pulled out? */
bool nh_disk_is_removable(const char *path);

/* Bytes that this user may still write there. False when it can't be told. */
bool nh_disk_free(const char *path, unsigned long long *bytes);

/* Is there no room for one more file, whatever its size? Where that can't be told there is. */
bool nh_disk_is_full_of_files(const char *path);

#endif
