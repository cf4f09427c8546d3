/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/newfile.h"

#include "base/buf.h"
#include "base/files.h"
#include "base/utf8.h"
#include "machine/downloads.h"
#include "machine/safepath.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_MOST 80
#define TRIES 99
#define OWN_FOLDER "nss-helper"

/* Keep letters and digits of any script; replace the rest by "-". */
static void clean_name(const char *name, char out[NAME_MOST + 5])
{
    size_t used = 0, length = strlen(name), step;
    uint32_t character;
    for (; length && used < NAME_MOST; name += step, length -= step) {
        step = nh_utf8_next(name, length, &character);
        bool plain = step && !nh_utf8_harmful(character) &&
                     (character >= 0x80 || strchr("@._", (int)character) ||
                      (character >= '0' && character <= '9') ||
                      ((character | 0x20) >= 'a' && (character | 0x20) <= 'z'));
        if (step == 0)
            step = 1;
        if (plain && !(used == 0 && *name == '.')) {
            memcpy(out + used, name, step);
            used += step;
        } else if (used && out[used - 1] != '-') {
            out[used++] = '-';
        }
    }
    out[used] = '\0';
    if (used == 0)
        strcpy(out, "certificate");
}

static int make(int folder, const char *name, bool is_folder)
{
    if (!is_folder)
        return openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    return mkdirat(folder, name, 0700) < 0
               ? -1
               : openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Create "name.extension", or "name-2.extension" and so on if that is taken. */
static int make_numbered(int folder, const char *name, const char *extension, bool is_folder,
                         char **made)
{
    for (int n = 1; n <= TRIES; n++) {
        if (n == 1 ? asprintf(made, "%s%s", name, extension) < 0
                   : asprintf(made, "%s-%d%s", name, n, extension) < 0) {
            *made = NULL;
            errno = ENOMEM;
            return -1;
        }
        int fd = make(folder, *made, is_folder);
        if (fd >= 0 || errno != EEXIST)
            return fd;
        free(*made);
        *made = NULL;
    }
    return -1;
}

/* The download folder, or, if others can access it, our own folder in it. */
static enum nh_status choose_folder(char folder[PATH_MAX], struct nh_error *err)
{
    bool reachable = false;
    enum nh_status status = nh_downloads_find(folder, err);
    if (!status)
        status = nh_safepath_writers(folder, &reachable, err);
    if (status || !reachable)
        return status;
    size_t length = strlen(folder);
    snprintf(folder + length, PATH_MAX - length, "/%s", OWN_FOLDER);
    return nh_folder_make(folder, err);
}

/* The folder, without symbolic links, and the file name. */
static enum nh_status split(const char *path, char folder[PATH_MAX], const char **name,
                            struct nh_error *err)
{
    char above[PATH_MAX];
    const char *slash = strrchr(path, '/');
    *name = slash ? slash + 1 : path;
    if (!**name || !strcmp(*name, ".") || !strcmp(*name, ".."))
        return nh_fail(err, NH_CANT_CREATE, NULL, "\"%s\" is not a file name.", path);
    snprintf(above, sizeof above, "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
    if (!realpath(above, folder))
        return nh_fail_errno(err, NH_CANT_CREATE, errno, "The folder %s can't be reached.", above);
    return NH_OK;
}

/* A new file or folder. */
struct fresh {
    char folder[PATH_MAX];
    int at, fd; /* descriptors of its folder, and of itself */
    bool is_folder;
    char *name;
};

/* Open the folder, so that the folder that was checked is the one that is used. */
static enum nh_status open_folder(struct fresh *it, bool shared, struct nh_error *err)
{
    it->at = open(it->folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (it->at < 0)
        return nh_fail_errno(err, NH_CANT_CREATE, errno, "The folder %s can't be opened.",
                             it->folder);
    return nh_safepath_check(it->folder, shared, err);
}

static enum nh_status fail_taken(const char *path, struct nh_error *err)
{
    return nh_fail(err, NH_CANT_CREATE, "EEXIST",
                   "%s already exists, and NSS Helper does not replace it. Choose another name.",
                   path);
}

static enum nh_status make_at(struct fresh *it, const char *path, const char *name,
                              struct nh_error *err)
{
    it->name = strdup(name);
    if (!it->name)
        return nh_fail_memory(err);
    it->fd = make(it->at, name, it->is_folder);
    if (it->fd < 0 && errno == EEXIST)
        return fail_taken(path, err);
    return it->fd < 0 ? nh_fail_errno(err, NH_CANT_CREATE, errno, "%s can't be created.", path)
                      : NH_OK;
}

static enum nh_status make_in_downloads(struct fresh *it, const struct nh_newfile *place,
                                        struct nh_error *err)
{
    char clean[NAME_MOST + 5];
    clean_name(place->name, clean);
    it->fd = make_numbered(it->at, clean, place->extension, it->is_folder, &it->name);
    return it->fd < 0 ? nh_fail_errno(err, NH_CANT_CREATE, errno, "Nothing can be created in %s.",
                                      it->folder)
                      : NH_OK;
}

/* Open the folder of a new file; *name is the file name that the person gave, or NULL. */
static enum nh_status enter(struct fresh *it, const struct nh_newfile *place, const char **name,
                            struct nh_error *err)
{
    bool shared = place->path && place->shared;
    enum nh_status status =
        place->path ? split(place->path, it->folder, name, err) : choose_folder(it->folder, err);
    return status ? status : open_folder(it, shared, err);
}

static enum nh_status begin(struct fresh *it, const struct nh_newfile *place, struct nh_error *err)
{
    const char *name = NULL;
    enum nh_status status = enter(it, place, &name, err);
    if (!status)
        status =
            place->path ? make_at(it, place->path, name, err) : make_in_downloads(it, place, err);
    return status;
}

/* After a failure, remove it. */
static enum nh_status end(struct fresh *it, enum nh_status status, char **path,
                          struct nh_error *err)
{
    if (it->fd >= 0 && close(it->fd) < 0 && !status)
        status = nh_fail_errno(err, NH_IO, errno, "%s can't be written.", it->name);
    char *whole = status ? NULL : nh_path_join(it->folder, it->name);
    if (!status && !whole)
        status = nh_fail_memory(err);
    if (!status)
        *path = whole;
    else if (it->fd >= 0)
        unlinkat(it->at, it->name, it->is_folder ? AT_REMOVEDIR : 0);
    if (it->at >= 0)
        close(it->at);
    free(it->name);
    return status;
}

/* Set the mode whatever the umask is. False if the disk does not keep it. */
static bool is_private(int fd, bool shared)
{
    struct stat st;
    bool changed = fchmod(fd, 0600) == 0;
    return shared || (changed && fstat(fd, &st) == 0 && !(st.st_mode & 077));
}

static enum nh_status fill(const struct fresh *it, const struct nh_buf *bytes, bool shared,
                           struct nh_error *err)
{
    if (!is_private(it->fd, shared))
        return nh_fail(
            err, NH_PERMISSION, NULL,
            "Other users can read %s on this disk, so it was not saved. To save it all the same, "
            "use --allow-shared.",
            it->name);
    if (!nh_fd_write(it->fd, bytes->data, bytes->length) || fsync(it->fd) < 0 || fsync(it->at) < 0)
        return nh_fail_errno(err, NH_IO, errno, "%s can't be written.", it->name);
    return NH_OK;
}

/* Check that the name is free, and the folder writable. */
static enum nh_status look_at(const struct fresh *it, const char *path, const char *name,
                              struct nh_error *err)
{
    struct stat st;
    if (path && fstatat(it->at, name, &st, AT_SYMLINK_NOFOLLOW) == 0)
        return fail_taken(path, err);
    if (path && errno != ENOENT)
        return nh_fail_errno(err, NH_CANT_CREATE, errno, "%s can't be created.", path);
    if (faccessat(it->at, ".", W_OK | X_OK, 0) == 0)
        return NH_OK;
    return nh_fail_errno(err, NH_CANT_CREATE, errno, "Nothing can be created in %s.", it->folder);
}

enum nh_status nh_newfile_check(const char *path, bool shared, struct nh_error *err)
{
    const struct nh_newfile place = {.path = path, .shared = shared};
    struct fresh it = {.at = -1, .fd = -1};
    const char *name = NULL;
    enum nh_status status = enter(&it, &place, &name, err);
    if (!status)
        status = look_at(&it, path, name, err);
    if (it.at >= 0)
        close(it.at);
    return status;
}

enum nh_status nh_newfile_write(const struct nh_newfile *place, const struct nh_buf *bytes,
                                char **path, struct nh_error *err)
{
    struct fresh it = {.at = -1, .fd = -1};
    enum nh_status status = begin(&it, place, err);
    if (!status)
        status = fill(&it, bytes, place->path && place->shared, err);
    return end(&it, status, path, err);
}

enum nh_status nh_newfile_folder(const struct nh_newfile *place, char **path, struct nh_error *err)
{
    struct fresh it = {.at = -1, .fd = -1, .is_folder = true};
    enum nh_status status = begin(&it, place, err);
    if (!status && (fchmod(it.fd, 0700) < 0 || fsync(it.at) < 0))
        status = nh_fail_errno(err, NH_IO, errno, "The folder %s can't be created.", it.name);
    return end(&it, status, path, err);
}
