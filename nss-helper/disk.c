/* SPDX-License-Identifier: MPL-2.0 */
#include "disk.h"

#include <stddef.h>
#include <sys/statfs.h>

/* The numbers of statfs(2); those of newer file systems are in no header of Debian's. */
static const struct {
    unsigned long type;
    const char *name;
} networks[] = {
    {0x6969, "NFS"},      {0xff534d42, "CIFS"}, {0xfe534d42, "SMB"},   {0x517b, "SMB"},
    {0x5346414f, "AFS"},  {0x6b414653, "AFS"},  {0x73757245, "Coda"},  {0x01021997, "9P"},
    {0x00c36400, "Ceph"}, {0x0bd00bd0, "Lustre"}, {0x65735546, "FUSE"},
};

const char *nh_disk_network_name(unsigned long type)
{
    for (size_t i = 0; i < sizeof networks / sizeof *networks; i++) {
        if (networks[i].type == type)
            return networks[i].name;
    }
    return NULL;
}

const char *nh_disk_network(const char *path)
{
    struct statfs fs;
    return statfs(path, &fs) == 0 ? nh_disk_network_name((unsigned long)fs.f_type & 0xffffffff)
                                  : NULL;
}

bool nh_disk_free(const char *path, unsigned long long *bytes)
{
    struct statfs fs;
    if (statfs(path, &fs) < 0)
        return false;
    *bytes = (unsigned long long)fs.f_bavail * (unsigned long long)fs.f_bsize;
    return true;
}
