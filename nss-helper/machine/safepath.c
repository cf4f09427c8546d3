/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/safepath.h"

#include "machine/disk.h"

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* The last folder is ours; above it, root's will do. */
static bool is_ours(const struct stat *st, bool is_last)
{
    return st->st_uid == geteuid() || (st->st_uid == 0 && !is_last);
}

/* Whoever may write in a folder may swap what is in it; in a sticky one, only what is theirs. */
static bool only_we_write(const struct stat *st, bool is_last)
{
    return !(rights_of_others(st) & S_IWOTH) || (!is_last && st->st_mode & S_ISVTX);
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
                                 "The file was not saved in %s: %s can't be reached.", folder,
                                 here);
        if (!is_ours(&st, is_last))
            return nh_fail(err, NH_PERMISSION, NULL,
                           "The file was not saved in %s: %s belongs to another user.", folder,
                           here);
        if (!only_we_write(&st, is_last))
            return nh_fail(err, NH_PERMISSION, NULL,
                           "The file was not saved in %s: other users may write in %s. Take that "
                           "right away: chmod go-w",
                           folder, here);
        *reachable = *reachable && rights_of_others(&st) & S_IXOTH;
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
        status = nh_fail(err, NH_PERMISSION, NULL,
                         "The file was not saved in %s: other users can reach into that folder. "
                         "Take that right away (chmod go-rwx), or choose another.",
                         folder);
    return status;
}

static enum nh_status check_disk(const char *folder, struct nh_error *err)
{
    const char *kind = nh_disk_network(folder);
    if (!kind)
        kind = nh_disk_open(folder);
    if (!kind && nh_disk_is_removable(folder))
        kind = "a removable disk";
    return kind ? nh_fail(err, NH_PERMISSION, NULL,
                          "The file was not saved in %s, which is on %s: others may read it there, "
                          "whatever its rights. If you want that: --allow-shared",
                          folder, kind)
                : NH_OK;
}

enum nh_status nh_safepath_check(const char *folder, bool shared, struct nh_error *err)
{
    enum nh_status status = check_rights(folder, shared, err);
    return status || shared ? status : check_disk(folder, err);
}
