/* SPDX-License-Identifier: MPL-2.0 */
/* The file system of a path. */
#ifndef NH_MACHINE_DISK_H
#define NH_MACHINE_DISK_H

#include <stdbool.h>

/* "NFS", "CIFS" and so on for a network file system, else NULL. `type` is f_type of statfs(2). */
const char *nh_disk_network(const char *path);
const char *nh_disk_network_name(unsigned long type);

/* "FAT" and so on for a file system without permissions, where everybody can read; else NULL. */
const char *nh_disk_open(const char *path);
const char *nh_disk_open_name(unsigned long type);

/* Whether it is on a removable disk. */
bool nh_disk_is_removable(const char *path);

/* The free space for this user in bytes. False when it can't be found out. */
bool nh_disk_free(const char *path, unsigned long long *bytes);

/* Whether it has no room for another file of any size. False when it can't be found out. */
bool nh_disk_is_full_of_files(const char *path);

#endif
