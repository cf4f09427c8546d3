/* SPDX-License-Identifier: MPL-2.0 */
#include "rights.h"

#include <grp.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Debian has /usr/local as root:staff 2775: who is in staff is as good as root. */
static bool is_of_staff(const struct stat *st)
{
    char buffer[4096];
    struct group group, *found = NULL;
    return st->st_uid == 0 &&
           getgrgid_r(st->st_gid, &group, buffer, sizeof buffer, &found) == 0 && found &&
           strcmp(group.gr_name, "staff") == 0;
}

/* Whoever may write here could put another program in its place. A sticky folder,
   such as /tmp, is no way to that. */
static bool is_open_to_others(const char *path)
{
    struct stat st;
    if (stat(path, &st) < 0)
        return true;
    if (st.st_uid != 0 && st.st_uid != geteuid())
        return true;
    if (is_of_staff(&st))
        st.st_mode &= ~(mode_t)S_IWGRP;
    return (st.st_mode & (S_IWGRP | S_IWOTH)) != 0 &&
           !(S_ISDIR(st.st_mode) && (st.st_mode & S_ISVTX) != 0);
}

enum nh_status nh_rights_check(const char *program, struct nh_error *err)
{
    char path[PATH_MAX];
    if (access(program, X_OK) < 0)
        return nh_fail(err, NH_CONFIG, NULL, "%s can't be executed: chmod 755 it.", program);
    snprintf(path, sizeof path, "%s", program);
    do {
        if (is_open_to_others(path))
            return nh_fail(err, NH_CONFIG, NULL,
                           "Others may change %s, and with it the host that your browser would "
                           "start. Install it elsewhere, or: chmod go-w %s", path, path);
        *strrchr(path, '/') = '\0';
    } while (*path);
    return NH_OK;
}
