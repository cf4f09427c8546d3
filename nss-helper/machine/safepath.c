/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/safepath.h"

#include "base/language.h"
#include "machine/acl.h"
#include "machine/disk.h"
#include "machine/group.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The permissions of other users here, as bits of S_IRWXO. */
static mode_t rights_of_others(const char *here, const struct stat *st)
{
    mode_t rights = st->st_mode & S_IRWXO;
    mode_t more = (st->st_mode & S_IRWXG) >> 3;
    return !more || (nh_group_is_own(st->st_gid) && !nh_acl_is_there(here)) ? rights
                                                                            : rights | more;
}

/* The last folder must be ours; those above it may be root's. */
static bool is_ours(const struct stat *st, bool is_last)
{
    return st->st_uid == geteuid() || (st->st_uid == 0 && !is_last);
}

/* Whoever may write in a folder can replace files in it; in a sticky one, only their own. */
static bool only_we_write(const char *here, const struct stat *st, bool is_last)
{
    return !(rights_of_others(here, st) & S_IWOTH) || (!is_last && st->st_mode & S_ISVTX);
}

/* The message names `here` only if it is not the folder itself. */
static enum nh_status fail_other(const char *folder, const char *here, bool is_last,
                                 struct nh_error *err)
{
    if (is_last)
        return nh_fail(err, NH_PERMISSION, NULL,
                       "The file was not saved in %s, because that folder belongs to another user.",
                       folder);
    return nh_fail(err, NH_PERMISSION, NULL,
                   "The file was not saved in %s, because %s belongs to another user.", folder,
                   here);
}

static enum nh_status fail_writable(const char *folder, const char *here, bool is_last,
                                    struct nh_error *err)
{
    if (is_last)
        return nh_fail(
            err, NH_PERMISSION, NULL,
            "The file was not saved in %s, because other users can write to that folder. Choose "
            "another folder, or remove that permission (chmod go-w).",
            folder);
    return nh_fail(
        err, NH_PERMISSION, NULL,
        "The file was not saved in %s, because other users can write to %s. Choose another folder, "
        "or remove that permission (chmod go-w).",
        folder, here);
}

enum nh_status nh_safepath_writers(const char *folder, bool *reachable, struct nh_error *err)
{
    char path[PATH_MAX];
    struct stat st;
    bool is_last = true;
    snprintf(path, sizeof path, "%s", folder);
    for (*reachable = true;; is_last = false) {
        const char *here = *path ? path : "/";
        if (lstat(here, &st) < 0)
            return nh_fail_errno(err, NH_PERMISSION, errno,
                                 "The file was not saved in %s, because %s can't be reached.",
                                 folder, here);
        if (!is_ours(&st, is_last))
            return fail_other(folder, here, is_last, err);
        if (!only_we_write(here, &st, is_last))
            return fail_writable(folder, here, is_last, err);
        *reachable = *reachable && rights_of_others(here, &st) & S_IXOTH;
        if (!strcmp(here, "/"))
            return NH_OK;
        *strrchr(path, '/') = '\0';
    }
}

static enum nh_status check_rights(const char *folder, bool shared, struct nh_error *err)
{
    bool reachable = false;
    enum nh_status status = nh_safepath_writers(folder, &reachable, err);
    if (!status && reachable && !shared)
        status = nh_fail(
            err, NH_PERMISSION, NULL,
            "The file was not saved in %s, because other users can look into that folder. Choose "
            "another folder, remove that permission (chmod go-rwx), or use --allow-shared.",
            folder);
    return status;
}

static enum nh_status check_disk(const char *folder, struct nh_error *err)
{
    const char *kind = nh_disk_network(folder);
    if (!kind)
        kind = nh_disk_open(folder);
    if (!kind && nh_disk_is_removable(folder))
        kind = _("a removable disk");
    return kind ? nh_fail(
                      err, NH_PERMISSION, NULL,
                      /* TRANSLATORS: a folder, and "a removable disk" or a file system: NFS, FAT …
                       */
                      "The file was not saved in %s, which is on %s. Others may be able to read it "
                      "there. To save it there all the same, use --allow-shared.",
                      folder, kind)
                : NH_OK;
}

enum nh_status nh_safepath_check(const char *folder, bool shared, struct nh_error *err)
{
    enum nh_status status = check_rights(folder, shared, err);
    return status || shared ? status : check_disk(folder, err);
}

bool nh_safepath_is_readable(const char *file)
{
    char path[PATH_MAX];
    struct stat st;
    mode_t needed = S_IROTH;
    if (!realpath(file, path))
        return false;
    for (;; needed = S_IXOTH) {
        const char *here = *path ? path : "/";
        if (lstat(here, &st) < 0 || !(rights_of_others(here, &st) & needed))
            return false;
        if (!*path)
            return true;
        *strrchr(path, '/') = '\0';
    }
}
