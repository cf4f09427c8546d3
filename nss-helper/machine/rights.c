/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/rights.h"

#include "base/language.h"
#include "machine/acl.h"

#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define LINKS_MOST 40 /* as in the kernel */

/* Debian's /usr/local is root:staff 2775: members of staff count as root. */
static bool is_of_staff(const struct stat *st)
{
    char buffer[4096];
    struct group group, *found = NULL;
    return st->st_uid == 0 && getgrgid_r(st->st_gid, &group, buffer, sizeof buffer, &found) == 0 &&
           found && strcmp(group.gr_name, "staff") == 0;
}

/* Whether others may write here, and so replace a program. A sticky folder, such as /tmp, does not
   allow that. For a symbolic link only its owner counts. */
static bool is_open(const char *path, const struct stat *st, uid_t owner)
{
    mode_t others = S_IWGRP | S_IWOTH;
    if (is_of_staff(st) && !nh_acl_is_there(path))
        others = S_IWOTH;
    if (st->st_uid != 0 && st->st_uid != owner)
        return true;
    return !S_ISLNK(st->st_mode) && st->st_mode & others &&
           !(S_ISDIR(st->st_mode) && st->st_mode & S_ISVTX);
}

/* "before/link/after" becomes "before/target/after", or "target/after". */
static bool follow(char path[PATH_MAX], size_t link_length)
{
    char link[PATH_MAX], target[PATH_MAX], way[PATH_MAX];
    snprintf(link, sizeof link, "%.*s", (int)link_length, path);
    ssize_t n = readlink(link, target, sizeof target - 1);
    if (n <= 0)
        return false;
    target[n] = '\0';
    *strrchr(link, '/') = '\0';
    int length = *target == '/'
                     ? snprintf(way, sizeof way, "%s%s", target, path + link_length)
                     : snprintf(way, sizeof way, "%s/%s%s", link, target, path + link_length);
    if (length >= PATH_MAX)
        return false;
    strcpy(path, way);
    return true;
}

enum step { CLOSED, OPEN, AGAIN };

/* Check the path from the root down. AGAIN: there was a link, and `path` has its target. */
static enum step walk(char path[PATH_MAX], uid_t owner, char open[PATH_MAX])
{
    size_t length = 0;
    do {
        struct stat st;
        length += 1 + strcspn(path + length + 1, "/");
        snprintf(open, PATH_MAX, "%.*s", (int)length, path);
        if (lstat(open, &st) < 0 || is_open(open, &st, owner))
            return OPEN;
        if (S_ISLNK(st.st_mode))
            return follow(path, length) ? AGAIN : OPEN;
    } while (path[length]);
    return CLOSED;
}

static bool find(const char *path, uid_t owner, char open[PATH_MAX])
{
    char way[PATH_MAX];
    enum step step = AGAIN;
    if (snprintf(way, sizeof way, "%s", path) >= PATH_MAX || *path != '/') {
        snprintf(open, PATH_MAX, "%s", path);
        return true;
    }
    for (int links = 0; step == AGAIN && links <= LINKS_MOST; links++)
        step = walk(way, owner, open);
    return step != CLOSED;
}

bool nh_rights_find_open(const char *path, char open[PATH_MAX])
{
    return find(path, geteuid(), open);
}

bool nh_rights_find_not_roots(const char *path, char open[PATH_MAX])
{
    return find(path, 0, open);
}

const char *nh_rights_find_wrong(const char *program)
{
    struct statvfs fs;
    struct stat st;
    if (stat(program, &st) < 0)
        return errno == ENOENT ? N_("It does not exist.") : N_("It can't be reached.");
    if (!S_ISREG(st.st_mode))
        return N_("It is not a program.");
    if (statvfs(program, &fs) == 0 && fs.f_flag & ST_NOEXEC)
        return N_("It is on a disk from which programs can't be started (noexec).");
    return NULL;
}

enum nh_status nh_rights_check(const char *program, struct nh_error *err)
{
    const char *wrong = nh_rights_find_wrong(program);
    char open[PATH_MAX];
    if (wrong)
        return nh_fail(err, NH_CONFIG, NULL,
                       /* TRANSLATORS: a program, and why: a sentence. */
                       "Firefox can't start the program %s. %s Install it elsewhere.", program,
                       _(wrong));
    if (access(program, X_OK) < 0)
        return nh_fail(err, NH_CONFIG, NULL,
                       "%s is not executable. Make it executable (chmod 755).", program);
    if (nh_rights_find_open(program, open))
        return nh_fail(
            err, NH_CONFIG, NULL,
            "Other users can change %s, and with it the program that your browser starts. Install nss-helper elsewhere, or remove that permission (chmod go-w).",
            open);
    return NH_OK;
}
