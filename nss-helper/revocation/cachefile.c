/* SPDX-License-Identifier: MPL-2.0 */
#include "revocation/cachefile.h"

#include "base/files.h"
#include "revocation/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* On a file system without O_TMPFILE, use a name that a sweep removes. */
static int open_new(const char *folder, const char *temporary)
{
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == ENOENT))
        fd = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    return fd;
}

static int open_nameless(void)
{
    FILE *file = tmpfile();
    int fd = file ? fcntl(fileno(file), F_DUPFD_CLOEXEC, 0) : -1;
    if (file)
        fclose(file);
    return fd;
}

enum nh_status nh_cachefile_begin(const char *folder, struct nh_cachefile *out,
                                  struct nh_error *err)
{
    char *temporary = folder ? nh_file_temporary(folder, "list") : NULL;
    if (folder && !temporary)
        return nh_fail_memory(err);
    int fd = folder ? open_new(folder, temporary) : open_nameless();
    if (fd < 0) {
        free(temporary);
        return nh_fail_errno(err, NH_CANT_CREATE, errno, "The CRL can't be stored on the disk.");
    }
    *out = (struct nh_cachefile){fd, temporary};
    return NH_OK;
}

void nh_cachefile_drop(struct nh_cachefile *file)
{
    if (file->temporary)
        unlink(file->temporary);
    free(file->temporary);
    close(file->fd);
    *file = (struct nh_cachefile){.fd = -1};
}

/* Name the file by linking its entry in /proc/self/fd. */
static bool has_name(const struct nh_cachefile *file)
{
    char own[32];
    snprintf(own, sizeof own, "/proc/self/fd/%d", file->fd);
    return access(file->temporary, F_OK) == 0 ||
           linkat(AT_FDCWD, own, AT_FDCWD, file->temporary, AT_SYMLINK_FOLLOW) == 0;
}

void nh_cachefile_keep(struct nh_cachefile *file, const char *folder, const char *name)
{
    struct stat st;
    char *path = file->temporary ? nh_path_join(folder, name) : NULL;
    if (path && fstat(file->fd, &st) == 0 && nh_cache_make_room(folder, st.st_size) &&
        has_name(file))
        rename(file->temporary, path);
    free(path);
    nh_cachefile_drop(file);
}
