/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Loaded before the C library (LD_PRELOAD): writes down what a program does to its
 * files, and what it says into a pipe or a socket, to the end of the file NH_POWER_LOG.
 * One line for each step, after it was done, its fields separated by tabs:
 *
 *   open PATH create|truncate|create,truncate     (no others)
 *   write PATH OFFSET HEX    truncate PATH SIZE    reserve PATH SIZE    sync PATH
 *   rename PATH TO    link PATH TO    unlink PATH    mkdir PATH    say HEX
 */
#include "../preload.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int log_fd = -1;

/* At the start, because later a program may not open any file but its own. */
static __attribute__((constructor)) void open_log(void)
{
    const char *path = getenv("NH_POWER_LOG");
    if (!path)
        return;
    int fd =
        (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    /* Above the descriptors that programs expect to get. */
    log_fd = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 200);
    if (fd >= 0)
        syscall(SYS_close, fd);
}

/* A line in one call: lines of two processes don't mix. */
static void put(const char *line, size_t length)
{
    int error = errno;
    if (log_fd >= 0 && syscall(SYS_write, log_fd, line, length) != (long)length)
        abort();
    errno = error;
}

__attribute__((format(printf, 1, 2))) static void note(const char *format, ...)
{
    char line[3 * PATH_MAX];
    va_list list;
    va_start(list, format);
    int n = vsnprintf(line, sizeof line, format, list);
    va_end(list);
    if (n > 0 && n < (int)sizeof line)
        put(line, (size_t)n);
}

/* False for what is no file with a name. */
static bool path_of(int fd, char path[PATH_MAX])
{
    char link[64];
    int error = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, PATH_MAX - 1);
    errno = error;
    path[n > 0 ? n : 0] = '\0';
    return n > 0 && *path == '/' && strncmp(path, "/dev/", 5) != 0 && !strstr(path, " (deleted)");
}

static void place(int folder, const char *name, char path[2 * PATH_MAX])
{
    char base[PATH_MAX];
    if (*name == '/' || folder == AT_FDCWD || !path_of(folder, base))
        snprintf(path, 2 * PATH_MAX, "%s", name);
    else
        snprintf(path, 2 * PATH_MAX, "%s/%s", base, name);
}

static void note_bytes(const char *head, const unsigned char *bytes, size_t length)
{
    size_t at = strlen(head);
    char *line = malloc(at + 2 * length + 2);
    if (!line)
        abort();
    memcpy(line, head, at);
    for (size_t i = 0; i < length; i++)
        at += (size_t)sprintf(line + at, "%02x", bytes[i]);
    line[at++] = '\n';
    put(line, at);
    free(line);
}

static void note_write(int fd, const void *bytes, ssize_t length, off_t offset)
{
    char path[PATH_MAX], head[PATH_MAX + 64];
    struct stat st;
    if (length <= 0 || fd == log_fd)
        return;
    if (path_of(fd, path))
        snprintf(head, sizeof head, "write\t%s\t%lld\t", path, (long long)offset);
    else if (fd > STDERR_FILENO && fstat(fd, &st) == 0 &&
             (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode)))
        snprintf(head, sizeof head, "say\t");
    else
        return;
    note_bytes(head, bytes, (size_t)length);
}

static void note_open(int fd, int flags)
{
    char path[PATH_MAX];
    if (fd >= 0 && (flags & (O_CREAT | O_TRUNC)) && path_of(fd, path))
        note("open\t%s\t%s%s\n", path, flags & O_CREAT ? "create" : "",
             flags & O_TRUNC ? ",truncate" : "");
}

static int note_size(const char *what, int result, int fd, off_t size)
{
    char path[PATH_MAX];
    if (result == 0 && path_of(fd, path))
        note("%s\t%s\t%lld\n", what, path, (long long)size);
    return result;
}

static int note_sync(int result, int fd)
{
    char path[PATH_MAX];
    if (result == 0 && path_of(fd, path))
        note("sync\t%s\n", path);
    return result;
}

static int note_two(const char *what, int result, int from, const char *name, int to,
                    const char *other)
{
    char path[2 * PATH_MAX], target[2 * PATH_MAX];
    place(from, name, path);
    place(to, other, target);
    if (result == 0)
        note("%s\t%.4096s\t%.4096s\n", what, path, target);
    return result;
}

static int note_one(const char *what, int result, int folder, const char *name)
{
    char path[2 * PATH_MAX];
    place(folder, name, path);
    if (result == 0)
        note("%s\t%s\n", what, path);
    return result;
}

int open(const char *path, int flags, ...)
{
    MODE_OF(flags, mode)
    int fd = REAL(open)(path, flags, mode);
    note_open(fd, flags);
    return fd;
}

int open64(const char *path, int flags, ...)
{
    MODE_OF(flags, mode)
    int fd = REAL(open64)(path, flags, mode);
    note_open(fd, flags);
    return fd;
}

int openat(int folder, const char *path, int flags, ...)
{
    MODE_OF(flags, mode)
    int fd = REAL(openat)(folder, path, flags, mode);
    note_open(fd, flags);
    return fd;
}

int mkostemp(char *path, int flags)
{
    int fd = REAL(mkostemp)(path, flags);
    note_open(fd, O_CREAT);
    return fd;
}

ssize_t write(int fd, const void *bytes, size_t length)
{
    off_t offset = lseek(fd, 0, SEEK_CUR);
    ssize_t n = REAL(write)(fd, bytes, length);
    note_write(fd, bytes, n, offset);
    return n;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
    ssize_t n = REAL(pwrite)(fd, bytes, length, offset);
    note_write(fd, bytes, n, offset);
    return n;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset)
{
    ssize_t n = REAL(pwrite64)(fd, bytes, length, offset);
    note_write(fd, bytes, n, offset);
    return n;
}

int ftruncate(int fd, off_t size)
{
    return note_size("truncate", REAL(ftruncate)(fd, size), fd, size);
}

int ftruncate64(int fd, off64_t size)
{
    return note_size("truncate", REAL(ftruncate64)(fd, size), fd, size);
}

int posix_fallocate(int fd, off_t at, off_t size)
{
    return note_size("reserve", REAL(posix_fallocate)(fd, at, size), fd, at + size);
}

int posix_fallocate64(int fd, off64_t at, off64_t size)
{
    return note_size("reserve", REAL(posix_fallocate64)(fd, at, size), fd, at + size);
}

int fsync(int fd)
{
    return note_sync(REAL(fsync)(fd), fd);
}

int fdatasync(int fd)
{
    return note_sync(REAL(fdatasync)(fd), fd);
}

int rename(const char *from, const char *to)
{
    return note_two("rename", REAL(rename)(from, to), AT_FDCWD, from, AT_FDCWD, to);
}

int renameat(int folder, const char *from, int other, const char *to)
{
    return note_two("rename", REAL(renameat)(folder, from, other, to), folder, from, other, to);
}

int renameat2(int folder, const char *from, int other, const char *to, unsigned how)
{
    return note_two("rename", REAL(renameat2)(folder, from, other, to, how), folder, from, other,
                    to);
}

int link(const char *from, const char *to)
{
    return note_two("link", REAL(link)(from, to), AT_FDCWD, from, AT_FDCWD, to);
}

int unlink(const char *path)
{
    return note_one("unlink", REAL(unlink)(path), AT_FDCWD, path);
}

int unlinkat(int folder, const char *path, int how)
{
    return note_one("unlink", REAL(unlinkat)(folder, path, how), folder, path);
}

int mkdir(const char *path, mode_t mode)
{
    return note_one("mkdir", REAL(mkdir)(path, mode), AT_FDCWD, path);
}

int mkdirat(int folder, const char *path, mode_t mode)
{
    return note_one("mkdir", REAL(mkdirat)(folder, path, mode), folder, path);
}
