/* SPDX-License-Identifier: MPL-2.0 */
#include "private.h"

#include "buf.h"
#include "files.h"
#include "ini.h"
#include "utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_MOST 60
#define TRIES 99

/* https://www.freedesktop.org/wiki/Software/xdg-user-dirs: a value is "$HOME/…" or "/…",
   in quotes. */
static void read_entry(void *context, const char *section, const char *name, const char *value)
{
    char *out = context;
    const char *home = getenv("HOME");
    (void)section;
    if (strcmp(name, "XDG_DOWNLOAD_DIR") != 0 || *value != '"')
        return;
    size_t length = strcspn(++value, "\"");
    if (strncmp(value, "$HOME/", 6) == 0)
        snprintf(out, PATH_MAX, "%s%.*s", home, (int)length - 5, value + 5);
    else if (*value == '/')
        snprintf(out, PATH_MAX, "%.*s", (int)length, value);
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static enum nh_status find_folder(char real[PATH_MAX], struct nh_error *err)
{
    const char *home = getenv("HOME"), *config = getenv("XDG_CONFIG_HOME");
    char ini[PATH_MAX], folder[PATH_MAX] = "";
    if (!home || *home != '/')
        return nh_fail(err, NH_CONFIG, NULL, "HOME names no folder.");
    if (config && *config == '/')
        snprintf(ini, sizeof ini, "%s/user-dirs.dirs", config);
    else
        snprintf(ini, sizeof ini, "%s/.config/user-dirs.dirs", home);
    nh_ini_read(ini, read_entry, folder);
    if (!*folder)
        snprintf(folder, sizeof folder, "%s/Downloads", home);
    if (!realpath(is_folder(folder) ? folder : home, real))
        return nh_fail_errno(err, NH_CANT_CREATE, errno, "The folder %s can't be reached.", folder);
    return NH_OK;
}

/* Whoever may write in a folder may swap what is in it; in a sticky one, only what is theirs. */
static bool only_we_write(const char *path, bool is_last)
{
    struct stat st;
    if (lstat(path, &st) < 0 || !S_ISDIR(st.st_mode) ||
        (st.st_uid != geteuid() && (st.st_uid != 0 || is_last)))
        return false;
    return !(st.st_mode & (S_IWGRP | S_IWOTH)) || (!is_last && (st.st_mode & S_ISVTX));
}

static enum nh_status check_folder(const char *folder, struct nh_error *err)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s", folder);
    bool good = only_we_write(path, true);
    for (char *slash; good && (slash = strrchr(path, '/'));) {
        *slash = '\0';
        good = only_we_write(*path ? path : "/", false);
    }
    return good ? NH_OK
                : nh_fail(err, NH_PERMISSION, NULL,
                          "The file was not saved in %s: other users may write there, or in a "
                          "folder above. Take that right away: chmod go-w", folder);
}

/* Letters and digits of any script stay, and all else becomes "-". */
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

static int open_new(const char *folder, const char *name, const char *extension, char **path)
{
    int fd = -1;
    for (int n = 1; n <= TRIES; n++) {
        if (n == 1 ? asprintf(path, "%s/%s%s", folder, name, extension) < 0
                   : asprintf(path, "%s/%s-%d%s", folder, name, n, extension) < 0) {
            *path = NULL;
            errno = ENOMEM;
            return -1;
        }
        fd = open(*path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (fd >= 0 || errno != EEXIST)
            return fd;
        free(*path);
        *path = NULL;
    }
    return fd;
}

static enum nh_status fill(int fd, const char *folder, const char *path,
                           const struct nh_buf *bytes, struct nh_error *err)
{
    enum nh_status status = NH_OK;
    if (!nh_fd_write(fd, bytes->data, bytes->length) || fsync(fd) < 0)
        status = nh_fail_errno(err, NH_IO, errno, "%s can't be written.", path);
    return status ? status : nh_folder_sync(folder, err);
}

enum nh_status nh_private_write(const char *name, const char *extension, const struct nh_buf *bytes,
                                char **path, struct nh_error *err)
{
    char folder[PATH_MAX], clean[NAME_MOST + 5], *made = NULL;
    enum nh_status status = find_folder(folder, err);
    if (!status)
        status = check_folder(folder, err);
    if (status)
        return status;
    clean_name(name, clean);
    int fd = open_new(folder, clean, extension, &made);
    if (fd < 0)
        status = nh_fail_errno(err, NH_CANT_CREATE, errno, "No file can be made in %s.", folder);
    else
        status = fill(fd, folder, made, bytes, err);
    if (fd >= 0)
        close(fd);
    if (status && fd >= 0)
        unlink(made);
    if (status)
        free(made);
    else
        *path = made;
    return status;
}
