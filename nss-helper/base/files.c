/* SPDX-License-Identifier: MPL-2.0 */
#include "base/files.h"

#include "base/buf.h"
#include "base/hex.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

char *nh_path_join(const char *folder, const char *name)
{
    char *path = NULL;
    return asprintf(&path, "%s/%s", folder, name) < 0 ? NULL : path;
}

enum nh_status nh_fd_read(int fd, const char *name, struct nh_buf *buf, struct nh_error *err)
{
    unsigned char block[16384];
    enum nh_status status = NH_OK;
    while (!status) {
        ssize_t n = read(fd, block, sizeof block);
        if (n == 0)
            break;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            status = nh_fail_errno(err, NH_IO, errno, "%s can't be read.", name);
        else
            status = nh_buf_append(buf, block, (size_t)n, err);
    }
    explicit_bzero(block, sizeof block);
    return status;
}

enum nh_status nh_file_read(const char *path, struct nh_buf *buf, struct nh_error *err)
{
    if (strcmp(path, "-") == 0)
        return nh_fd_read(STDIN_FILENO, "Standard input", buf, err);
    /* O_NONBLOCK: opening a FIFO must not wait for its other end. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return nh_fail_errno(err, NH_NO_INPUT, errno, "%s can't be opened.", path);
    struct stat st;
    enum nh_status status;
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
        status = nh_fail(err, NH_NO_INPUT, NULL, "%s is not a file.", path);
    else
        status = nh_fd_read(fd, path, buf, err);
    close(fd);
    return status;
}

bool nh_fd_write(int fd, const void *data, size_t length)
{
    const char *at = data;
    while (length) {
        ssize_t n = write(fd, at, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        at += n;
        length -= (size_t)n;
    }
    return true;
}

int nh_folder_hold(const char *path, bool alone)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    /* A file system without locks: those who sweep find none either and stay away. */
    if (fd >= 0 && flock(fd, alone ? LOCK_EX | LOCK_NB : LOCK_SH) < 0 && alone) {
        close(fd);
        fd = -1;
    }
    return fd;
}

static enum nh_status sync_folder(int fd, const char *path, struct nh_error *err)
{
    if (fsync(fd) == 0)
        return NH_OK;
    return nh_fail_errno(err, NH_IO, errno, "The folder %s can't be made durable.", path);
}

/* The bytes, durable, in a new file of its own name. */
static enum nh_status write_temporary(const char *path, const void *data, size_t length,
                                      unsigned mode, struct nh_error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return nh_fail_errno(err, NH_CANT_CREATE, errno, "%s can't be made.", path);
    enum nh_status status = NH_OK;
    if (!nh_fd_write(fd, data, length) || fsync(fd) < 0)
        status = nh_fail_errno(err, NH_IO, errno, "%s can't be written.", path);
    if (!status && fchmod(fd, mode) < 0)
        status = nh_fail_errno(err, NH_CANT_CREATE, errno, "%s can't get its rights.", path);
    if (close(fd) < 0 && !status)
        status = nh_fail_errno(err, NH_IO, errno, "%s can't be written.", path);
    return status;
}

/* ".name.0123456789abcdef": what nh_folder_sweep knows as a temporary file. */
static char *temporary_name(const char *folder, const char *name)
{
    char random[NH_HEX_SIZE(8)], *path = NULL;
    if (nh_random_hex(random, 8, NULL) || asprintf(&path, "%s/.%s.%s", folder, name, random) < 0)
        return NULL;
    return path;
}

static enum nh_status write_in(int fd, const char *folder, const char *name, const void *data,
                               size_t length, unsigned mode, struct nh_error *err)
{
    char *path = nh_path_join(folder, name);
    char *temporary = temporary_name(folder, name);
    enum nh_status status = NH_OK;
    if (!path || !temporary) {
        status = nh_fail_memory(err);
        goto out;
    }
    status = write_temporary(temporary, data, length, mode, err);
    if (!status && rename(temporary, path) < 0)
        status = nh_fail_errno(err, NH_CANT_CREATE, errno, "%s can't be put in its place.", path);
    if (status)
        unlink(temporary);
    else
        status = sync_folder(fd, folder, err);
out:
    free(temporary);
    free(path);
    return status;
}

enum nh_status nh_file_write(const char *folder, const char *name, const void *data, size_t length,
                             unsigned mode, struct nh_error *err)
{
    int fd = nh_folder_hold(folder, false);
    if (fd < 0)
        return nh_fail_errno(err, NH_CANT_CREATE, errno, "The folder %s can't be opened.", folder);
    enum nh_status status = write_in(fd, folder, name, data, length, mode, err);
    close(fd);
    return status;
}

enum nh_status nh_folder_sync(const char *path, struct nh_error *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return nh_fail_errno(err, NH_IO, errno, "The folder %s can't be opened.", path);
    enum nh_status status = sync_folder(fd, path, err);
    close(fd);
    return status;
}

void nh_folder_sweep(const char *path)
{
    int fd = nh_folder_hold(path, true);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (!dir) {
        if (fd >= 0)
            close(fd);
        return;
    }
    for (struct dirent *entry; (entry = readdir(dir));) {
        size_t length = strlen(entry->d_name);
        if (entry->d_name[0] == '.' && length > 18 && entry->d_name[length - 17] == '.')
            unlinkat(fd, entry->d_name, 0);
    }
    closedir(dir);
}

void nh_names_reset(struct nh_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->items[i]);
    free(names->items);
    *names = (struct nh_names){0};
}

bool nh_names_have(const struct nh_names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->items[i], name) == 0)
            return true;
    }
    return false;
}

static bool add_name(struct nh_names *names, const char *name)
{
    char **items = reallocarray(names->items, names->count + 1, sizeof *items);
    if (items)
        names->items = items;
    char *copy = items ? strdup(name) : NULL;
    if (copy)
        names->items[names->count++] = copy;
    return copy != NULL;
}

static int by_name(const void *one, const void *other)
{
    return strcmp(*(char *const *)one, *(char *const *)other);
}

enum nh_status nh_folder_list(const char *path, struct nh_names *out, struct nh_error *err)
{
    struct nh_names names = {0};
    enum nh_status status = NH_OK;
    DIR *dir = opendir(path);
    if (!dir && errno != ENOENT)
        return nh_fail_errno(err, NH_IO, errno, "The folder %s can't be read.", path);
    for (struct dirent *entry; dir && !status && (errno = 0, entry = readdir(dir));) {
        if (entry->d_name[0] != '.' && !add_name(&names, entry->d_name))
            status = nh_fail_memory(err);
    }
    if (dir && !status && errno)
        status = nh_fail_errno(err, NH_IO, errno, "The folder %s can't be read.", path);
    if (dir)
        closedir(dir);
    if (status) {
        nh_names_reset(&names);
        return status;
    }
    if (names.count)
        qsort(names.items, names.count, sizeof *names.items, by_name);
    *out = names;
    return NH_OK;
}

/* One level, durable in the folder above it. */
static enum nh_status make_one(char *path, char *end, struct nh_error *err)
{
    char kept = *end;
    *end = '\0';
    enum nh_status status = NH_OK;
    if (mkdir(path, 0700) == 0) {
        char *slash = strrchr(path, '/');
        *slash = '\0';
        status = nh_folder_sync(*path ? path : "/", err);
        *slash = '/';
    } else if (errno != EEXIST) {
        status = nh_fail_errno(err, NH_CANT_CREATE, errno, "The folder %s can't be made.", path);
    }
    *end = kept;
    return status;
}

enum nh_status nh_folder_make(const char *path, struct nh_error *err)
{
    if (path[0] != '/')
        return nh_fail(err, NH_INTERNAL, NULL, "The folder %s has no absolute path.", path);
    char *copy = strdup(path);
    if (!copy)
        return nh_fail_memory(err);
    enum nh_status status = NH_OK;
    for (char *p = copy + 1; !status && *p; p++) {
        if (*p == '/' || p[1] == '\0')
            status = make_one(copy, *p == '/' ? p : p + 1, err);
    }
    struct stat st;
    if (!status && lstat(path, &st) < 0)
        status = nh_fail_errno(err, NH_PERMISSION, errno, "The folder %s can't be reached.", path);
    if (!status && !S_ISDIR(st.st_mode))
        status = nh_fail(err, NH_PERMISSION, "ENOTDIR", "%s is not a folder.", path);
    if (!status && st.st_uid != geteuid())
        status = nh_fail(err, NH_PERMISSION, NULL, "The folder %s is not yours.", path);
    if (!status && (st.st_mode & (S_IWGRP | S_IWOTH)))
        status = nh_fail(err, NH_PERMISSION, NULL,
                         "Others may write in the folder %s. Take that right away: chmod 700 %s",
                         path, path);
    free(copy);
    return status;
}
