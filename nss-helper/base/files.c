/* SPDX-License-Identifier: MPL-2.0 */
#include "base/files.h"

#include "base/buf.h"
#include "base/hex.h"
#include "base/language.h"

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

char *nh_path_folder(const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    while (length > 0 && path[length - 1] != '/')
        length--;
    while (length > 1 && path[length - 1] == '/')
        length--;
    return length ? strndup(path, length) : strdup(".");
}

static enum nh_status fail_add(const char *name, const struct nh_buf *buf, size_t more,
                               struct nh_error *err)
{
    size_t most = nh_buf_limit(buf);
    if (more <= most - buf->length)
        return nh_fail_memory(err);
    return nh_fail(err, NH_TOO_LARGE, NULL, "%s is larger than %zu bytes.", name, most);
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
        else if (!nh_buf_add(buf, block, (size_t)n))
            status = fail_add(name, buf, (size_t)n, err);
    }
    explicit_bzero(block, sizeof block);
    return status;
}

enum nh_status nh_fail_open(struct nh_error *err, int error, const char *path)
{
    if (error == ENOENT || error == ENOTDIR)
        return nh_fail(err, NH_NO_INPUT, "ENOENT", "There is no file %s.", path);
    if (error == EACCES || error == EPERM)
        return nh_fail(err, NH_PERMISSION, strerrorname_np(error),
                       "You don't have permission to read %s.", path);
    if (error == EISDIR)
        return nh_fail(err, NH_NO_INPUT, NULL, "%s is a folder, not a file.", path);
    return nh_fail_errno(err, NH_NO_INPUT, error, "%s can't be opened.", path);
}

enum nh_status nh_file_read(const char *path, struct nh_buf *buf, struct nh_error *err)
{
    if (strcmp(path, "-") == 0)
        return nh_fd_read(STDIN_FILENO, _("Standard input"), buf, err);
    /* O_NONBLOCK: opening a FIFO must not wait for its other end. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return nh_fail_open(err, errno, path);
    struct stat st;
    enum nh_status status;
    bool known = fstat(fd, &st) == 0;
    if (known && S_ISDIR(st.st_mode))
        status = nh_fail_open(err, EISDIR, path);
    else if (!known || !S_ISREG(st.st_mode))
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
    /* A file system without locks: a sweep can't get its lock either, and then does nothing. */
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
    return nh_fail_errno(err, NH_IO, errno, "The folder %s can't be written to the disk.", path);
}

/* Write and fsync a new file. */
static enum nh_status write_temporary(const char *path, const void *data, size_t length,
                                      unsigned mode, struct nh_error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return nh_fail_errno(err, NH_CANT_CREATE, errno, "%s can't be created.", path);
    enum nh_status status = NH_OK;
    if (!nh_fd_write(fd, data, length) || fsync(fd) < 0)
        status = nh_fail_errno(err, NH_IO, errno, "%s can't be written.", path);
    if (!status && fchmod(fd, mode) < 0)
        status =
            nh_fail_errno(err, NH_CANT_CREATE, errno, "The permissions of %s can't be set.", path);
    if (close(fd) < 0 && !status)
        status = nh_fail_errno(err, NH_IO, errno, "%s can't be written.", path);
    return status;
}

/* ".name.0123456789abcdef" */
char *nh_file_temporary(const char *folder, const char *name)
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
    char *temporary = nh_file_temporary(folder, name);
    enum nh_status status = NH_OK;
    if (!path || !temporary) {
        status = nh_fail_memory(err);
        goto out;
    }
    status = write_temporary(temporary, data, length, mode, err);
    if (!status && rename(temporary, path) < 0)
        status = nh_fail_errno(err, NH_CANT_CREATE, errno, "%s can't be saved.", path);
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

/* Create one level, and fsync its parent. */
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
        status = nh_fail_errno(err, NH_CANT_CREATE, errno, "The folder %s can't be created.", path);
    }
    *end = kept;
    return status;
}

/* Folders of root are fine; in a shared one with the sticky bit, such as /tmp, users can remove
   only their own files. */
static bool is_theirs(const struct stat *st)
{
    bool swapped = st->st_mode & S_IWOTH && !(st->st_mode & S_ISVTX);
    return st->st_uid != geteuid() && (st->st_uid != 0 || swapped);
}

/* The owner of a folder could replace what somebody else creates in it. Only the existing part of
   the path is checked, before anything is created: its last folder, and for root, whom permissions
   do not stop, every folder. */
static enum nh_status check_above(char *path, struct nh_error *err)
{
    struct stat st;
    bool theirs = false;
    for (char *end = path; end; end = strchr(end + 1, '/')) {
        *end = end == path ? '/' : '\0';
        bool there = stat(end == path ? "/" : path, &st) == 0;
        *end = '/';
        if (!there)
            break;
        theirs = (theirs && !geteuid()) || is_theirs(&st);
    }
    return theirs
               ? nh_fail(
                     err, NH_PERMISSION, NULL,
                     "Nothing was created in %s, because a folder above it belongs to another "
                     "user. Run this command as that user, or set HOME and XDG_STATE_HOME to your "
                     "own folders.",
                     path)
               : NH_OK;
}

enum nh_status nh_folder_make(const char *path, struct nh_error *err)
{
    if (path[0] != '/')
        return nh_fail(err, NH_INTERNAL, NULL, "The path of the folder %s is not absolute.", path);
    char *copy = strdup(path);
    if (!copy)
        return nh_fail_memory(err);
    enum nh_status status = check_above(copy, err);
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
        status = nh_fail(err, NH_PERMISSION, NULL, "The folder %s belongs to another user.", path);
    if (!status && (st.st_mode & (S_IWGRP | S_IWOTH)))
        status = nh_fail(
            err, NH_PERMISSION, NULL,
            "Other users can write to the folder %s. Remove that permission (chmod 700).", path);
    free(copy);
    return status;
}
