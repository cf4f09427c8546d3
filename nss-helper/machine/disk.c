/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/disk.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* The f_type numbers of statfs(2); Debian's headers lack those of newer file systems. */
struct kind {
    unsigned long type;
    const char *name;
};

static const struct kind networks[] = {
    {0x6969, "NFS"},      {0xff534d42, "CIFS"},   {0xfe534d42, "SMB"},  {0x517b, "SMB"},
    {0x5346414f, "AFS"},  {0x6b414653, "AFS"},    {0x73757245, "Coda"}, {0x01021997, "9P"},
    {0x00c36400, "Ceph"}, {0x0bd00bd0, "Lustre"}, {0x65735546, "FUSE"},
};

static const struct kind without_rights[] = {
    {0x4d44, "FAT"},
    {0x2011bab0, "exFAT"},
    {0x7366746e, "NTFS"},
    {0x5346544e, "NTFS"},
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char *find(const struct kind *kinds, size_t count, unsigned long type)
{
    for (size_t i = 0; i < count; i++) {
        if (kinds[i].type == type)
            return kinds[i].name;
    }
    return NULL;
}

static unsigned long type_of(const char *path)
{
    struct statfs fs;
    return statfs(path, &fs) == 0 ? (unsigned long)fs.f_type & 0xffffffff : 0;
}

const char *nh_disk_network_name(unsigned long type)
{
    return find(networks, COUNT(networks), type);
}

const char *nh_disk_network(const char *path)
{
    return nh_disk_network_name(type_of(path));
}

const char *nh_disk_open_name(unsigned long type)
{
    return find(without_rights, COUNT(without_rights), type);
}

const char *nh_disk_open(const char *path)
{
    return nh_disk_open_name(type_of(path));
}

/* A partition is as removable as its disk. */
bool nh_disk_is_removable(const char *path)
{
    static const char *const above[] = {"", "/.."};
    struct stat st;
    bool removable = false;
    bool known = stat(path, &st) == 0;
    for (size_t i = 0; known && i < 2 && !removable; i++) {
        char flag[96], value = '0';
        snprintf(flag, sizeof flag, "/sys/dev/block/%u:%u%s/removable", major(st.st_dev),
                 minor(st.st_dev), above[i]);
        int fd = open(flag, O_RDONLY | O_CLOEXEC);
        removable = fd >= 0 && read(fd, &value, 1) == 1 && value == '1';
        if (fd >= 0)
            close(fd);
    }
    return removable;
}

bool nh_disk_free(const char *path, unsigned long long *bytes)
{
    struct statvfs fs;
    if (statvfs(path, &fs) < 0)
        return false;
    /* Blocks are counted in f_frsize; f_bsize, the best size to read at once, can be larger on a
       network. */
    *bytes = (unsigned long long)fs.f_bavail * fs.f_frsize;
    return true;
}

bool nh_disk_is_full_of_files(const char *path)
{
    struct statvfs fs;
    return statvfs(path, &fs) == 0 && fs.f_files > 0 && fs.f_favail == 0;
}
