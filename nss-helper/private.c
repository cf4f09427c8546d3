/* SPDX-License-Identifier: MPL-2.0 */
#include "private.h"

#include "buf.h"
#include "disk.h"
#include "files.h"
#include "ini.h"
#include "utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define NAME_MOST 60
#define TRIES 99
#define OWN_FOLDER "nss-helper"

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

/* The group that many systems make for each user, and that has nobody else. */
static bool is_own_group(gid_t gid)
{
    struct passwd user, *found_user = NULL;
    struct group group, *found_group = NULL;
    char user_text[4096], group_text[4096];
    if (getpwuid_r(geteuid(), &user, user_text, sizeof user_text, &found_user) || !found_user ||
        getgrgid_r(gid, &group, group_text, sizeof group_text, &found_group) || !found_group ||
        gid != user.pw_gid || strcmp(group.gr_name, user.pw_name) != 0)
        return false;
    for (char **member = group.gr_mem; *member; member++) {
        if (strcmp(*member, user.pw_name) != 0)
            return false;
    }
    return true;
}

/* What other users may do, as bits of S_IRWXO. */
static mode_t rights_of_others(const struct stat *st)
{
    mode_t rights = st->st_mode & S_IRWXO;
    return is_own_group(st->st_gid) ? rights : rights | (st->st_mode & S_IRWXG) >> 3;
}

/* Whoever may write in a folder may swap what is in it; in a sticky one, only what is theirs. */
static bool only_we_write(const struct stat *st, bool is_last)
{
    if (!S_ISDIR(st->st_mode) || (st->st_uid != geteuid() && (st->st_uid != 0 || is_last)))
        return false;
    return !(rights_of_others(st) & S_IWOTH) || (!is_last && st->st_mode & S_ISVTX);
}

/* May nobody else write there or above? *reachable: can others come into that folder? */
static enum nh_status check_writers(const char *folder, bool *reachable, struct nh_error *err)
{
    char path[PATH_MAX];
    struct stat st;
    bool is_last = true;
    snprintf(path, sizeof path, "%s", folder);
    for (*reachable = true;; is_last = false) {
        const char *here = *path ? path : "/";
        if (lstat(here, &st) < 0 || !only_we_write(&st, is_last))
            return nh_fail(err, NH_PERMISSION, NULL,
                           "The file was not saved in %s: other users may write in %s. Take that "
                           "right away: chmod go-w", folder, here);
        *reachable = *reachable && rights_of_others(&st) & S_IXOTH;
        if (!strcmp(here, "/"))
            return NH_OK;
        *strrchr(path, '/') = '\0';
    }
}

static enum nh_status check_rights(const char *folder, bool shared, struct nh_error *err)
{
    bool reachable = false;
    enum nh_status status = check_writers(folder, &reachable, err);
    if (!status && reachable && !shared)
        status = nh_fail(err, NH_PERMISSION, NULL,
                         "The file was not saved in %s: other users can reach into that folder. "
                         "Take that right away (chmod go-rwx), or choose another.", folder);
    return status;
}

/* Is the disk one to be pulled out? A partition has that of its disk. */
static bool is_removable(dev_t device)
{
    static const char *const above[] = {"", "/.."};
    bool removable = false;
    for (size_t i = 0; i < 2 && !removable; i++) {
        char path[96], value = '0';
        snprintf(path, sizeof path, "/sys/dev/block/%u:%u%s/removable", major(device),
                 minor(device), above[i]);
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        removable = fd >= 0 && read(fd, &value, 1) == 1 && value == '1';
        if (fd >= 0)
            close(fd);
    }
    return removable;
}

static enum nh_status check_disk(const char *folder, struct nh_error *err)
{
    struct stat st;
    const char *kind = nh_disk_network(folder);
    if (!kind)
        kind = nh_disk_open(folder);
    if (!kind && stat(folder, &st) == 0 && is_removable(st.st_dev))
        kind = "a removable disk";
    return kind ? nh_fail(err, NH_PERMISSION, NULL,
                          "The file was not saved in %s, which is on %s: others may read it there, "
                          "whatever its rights. If you want that: --allow-shared", folder, kind)
                : NH_OK;
}

static enum nh_status check_folder(const char *folder, bool shared, struct nh_error *err)
{
    enum nh_status status = check_rights(folder, shared, err);
    return status || shared ? status : check_disk(folder, err);
}

/* In a folder that nobody else can swap, by its descriptor: it is the one that was checked. */
static int open_folder(const char *folder, bool shared, struct nh_error *err,
                       enum nh_status *status)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        *status = nh_fail_errno(err, NH_CANT_CREATE, errno, "The folder %s can't be opened.",
                                folder);
    else
        *status = check_folder(folder, shared, err);
    if (fd >= 0 && *status) {
        close(fd);
        fd = -1;
    }
    return fd;
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

/* A new file "name.extension", or "name-2.extension" and so on where names are taken. */
static int open_new(int folder, const char *name, const char *extension, char **made)
{
    for (int n = 1; n <= TRIES; n++) {
        if (n == 1 ? asprintf(made, "%s%s", name, extension) < 0
                   : asprintf(made, "%s-%d%s", name, n, extension) < 0) {
            *made = NULL;
            errno = ENOMEM;
            return -1;
        }
        int fd = openat(folder, *made, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (fd >= 0 || errno != EEXIST)
            return fd;
        free(*made);
        *made = NULL;
    }
    return -1;
}

/* Whatever the umask is; some disks know no rights at all. */
static bool is_private(int fd, bool shared)
{
    struct stat st;
    return fchmod(fd, 0600) == 0 && fstat(fd, &st) == 0 && (shared || !(st.st_mode & 077));
}

static enum nh_status fill(int fd, int folder, const char *name, const struct nh_buf *bytes,
                           bool shared, struct nh_error *err)
{
    if (!is_private(fd, shared))
        return nh_fail(err, NH_PERMISSION, NULL,
                       "%s can't be kept from other users on this disk. If you want that: "
                       "--allow-shared", name);
    if (!nh_fd_write(fd, bytes->data, bytes->length) || fsync(fd) < 0 || fsync(folder) < 0)
        return nh_fail_errno(err, NH_IO, errno, "%s can't be written.", name);
    return NH_OK;
}

/* Fill the new file, and close it; without success nothing is left of it. */
static enum nh_status finish(int fd, int folder, const char *name, const struct nh_buf *bytes,
                             bool shared, struct nh_error *err)
{
    enum nh_status status = fill(fd, folder, name, bytes, shared, err);
    if (close(fd) < 0 && !status)
        status = nh_fail_errno(err, NH_IO, errno, "%s can't be written.", name);
    if (status)
        unlinkat(folder, name, 0);
    return status;
}

/* The download folder; where others can come into it, one of our own in it. */
static enum nh_status choose_folder(char folder[PATH_MAX], struct nh_error *err)
{
    bool reachable = false;
    enum nh_status status = find_folder(folder, err);
    if (!status)
        status = check_writers(folder, &reachable, err);
    if (status || !reachable)
        return status;
    size_t length = strlen(folder);
    snprintf(folder + length, PATH_MAX - length, "/%s", OWN_FOLDER);
    return nh_folder_make(folder, err);
}

enum nh_status nh_private_write(const char *name, const char *extension, const struct nh_buf *bytes,
                                char **path, struct nh_error *err)
{
    char folder[PATH_MAX], clean[NAME_MOST + 5], *made = NULL, *whole = NULL;
    enum nh_status status = choose_folder(folder, err);
    int at = status ? -1 : open_folder(folder, false, err, &status);
    if (status)
        return status;
    clean_name(name, clean);
    int fd = open_new(at, clean, extension, &made);
    if (fd < 0)
        status = nh_fail_errno(err, NH_CANT_CREATE, errno, "No file can be made in %s.", folder);
    else if (!(whole = nh_path_join(folder, made)))
        status = nh_fail_memory(err);
    if (fd >= 0 && !status)
        status = finish(fd, at, made, bytes, false, err);
    close(at);
    free(made);
    if (status)
        free(whole);
    else
        *path = whole;
    return status;
}

/* The folder without links, and the last name. */
static enum nh_status split(const char *path, char folder[PATH_MAX], const char **name,
                            struct nh_error *err)
{
    char above[PATH_MAX];
    const char *slash = strrchr(path, '/');
    *name = slash ? slash + 1 : path;
    if (!**name || !strcmp(*name, ".") || !strcmp(*name, ".."))
        return nh_fail(err, NH_CANT_CREATE, NULL, "\"%s\" is no name of a file.", path);
    snprintf(above, sizeof above, "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
    if (!realpath(above, folder))
        return nh_fail_errno(err, NH_CANT_CREATE, errno, "The folder %s can't be reached.", above);
    return NH_OK;
}

enum nh_status nh_private_folder(const char *path, bool shared, char **made, struct nh_error *err)
{
    char folder[PATH_MAX];
    const char *name = NULL;
    enum nh_status status = split(path, folder, &name, err);
    int at = status ? -1 : open_folder(folder, shared, err, &status);
    if (status)
        return status;
    char *whole = nh_path_join(folder, name);
    if (!whole)
        status = nh_fail_memory(err);
    else if (mkdirat(at, name, 0700) < 0)
        status = nh_fail_errno(err, NH_CANT_CREATE, errno, "The folder %s can't be made.", path);
    else if (fchmodat(at, name, 0700, 0) < 0 || fsync(at) < 0)
        status = nh_fail_errno(err, NH_IO, errno, "The folder %s can't be made.", path);
    close(at);
    if (status)
        free(whole);
    else
        *made = whole;
    return status;
}

enum nh_status nh_private_write_at(const char *path, bool shared, const struct nh_buf *bytes,
                                   char **written, struct nh_error *err)
{
    char folder[PATH_MAX];
    const char *name = NULL;
    enum nh_status status = split(path, folder, &name, err);
    int at = status ? -1 : open_folder(folder, shared, err, &status);
    if (status)
        return status;
    char *whole = nh_path_join(folder, name);
    int fd = openat(at, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (!whole)
        status = nh_fail_memory(err);
    else if (fd < 0 && errno == EEXIST)
        status = nh_fail(err, NH_CANT_CREATE, "EEXIST", "%s is there already and is not replaced.",
                         path);
    else if (fd < 0)
        status = nh_fail_errno(err, NH_CANT_CREATE, errno, "%s can't be made.", path);
    if (fd >= 0 && !status)
        status = finish(fd, at, name, bytes, shared, err);
    close(at);
    if (status)
        free(whole);
    else
        *written = whole;
    return status;
}
