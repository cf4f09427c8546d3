/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Newer than the headers of Debian 12. */
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif
#ifndef LANDLOCK_ACCESS_FS_IOCTL_DEV
#define LANDLOCK_ACCESS_FS_IOCTL_DEV (1ULL << 15)
#endif
#define NET_TCP 3ULL   /* LANDLOCK_ACCESS_NET_BIND_TCP, LANDLOCK_ACCESS_NET_CONNECT_TCP */
#define SCOPE_ALL 3ULL /* LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET, LANDLOCK_SCOPE_SIGNAL */

/* struct landlock_ruleset_attr, as long as it has become. */
struct attributes {
    uint64_t files, net, scope;
};

#define OF_FILE                                                                                    \
    (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |   \
     LANDLOCK_ACCESS_FS_TRUNCATE | LANDLOCK_ACCESS_FS_IOCTL_DEV)
#define READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define FILL (READ | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_TRUNCATE)

static const uint64_t rights[] = {
    [NH_LANDLOCK_READ] = READ,
    [NH_LANDLOCK_WRITE] = FILL | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR |
                          LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                          LANDLOCK_ACCESS_FS_REFER,
    [NH_LANDLOCK_FILL] = FILL,
    [NH_LANDLOCK_REMOVE] = LANDLOCK_ACCESS_FS_REMOVE_FILE,
    [NH_LANDLOCK_RUN] = READ | LANDLOCK_ACCESS_FS_EXECUTE,
};

/* The first one lets no file move from folder to folder, which the journal may have to do. */
int nh_landlock_version(void)
{
    static long version = -2;
    if (version == -2)
        version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version < 2 ? 0 : (int)version;
}

/* All that this version knows. */
static uint64_t known_files(int version)
{
    unsigned bits = version < 3 ? 14 : version < 5 ? 15 : 16;
    return (1ULL << bits) - 1;
}

int nh_landlock_begin(bool net)
{
    int version = nh_landlock_version();
    if (version == 0)
        return -1;
    const struct attributes attributes = {.files = known_files(version),
                                          .net = version >= 4 && !net ? NET_TCP : 0,
                                          .scope = version >= 6 ? SCOPE_ALL : 0};
    size_t size = version < 4 ? 8 : version < 6 ? 16 : 24;
    return (int)syscall(SYS_landlock_create_ruleset, &attributes, size, 0);
}

/* Rights of a folder are refused for a file, and whatever is no more than a link. */
void nh_landlock_allow(int list, int at, const char *path, bool follow,
                       enum nh_landlock_right right)
{
    int fd = list < 0 ? -1 : openat(at, path, O_PATH | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW));
    struct landlock_path_beneath_attr rule = {
        .allowed_access = rights[right] & known_files(nh_landlock_version()), .parent_fd = fd};
    if (fd < 0)
        return;
    if (syscall(SYS_landlock_add_rule, list, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) < 0 &&
        errno == EINVAL) {
        rule.allowed_access &= OF_FILE;
        syscall(SYS_landlock_add_rule, list, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    }
    close(fd);
}

bool nh_landlock_end(int list)
{
    bool done = list >= 0 && syscall(SYS_landlock_restrict_self, list, 0) == 0;
    if (list >= 0)
        close(list);
    return done;
}
