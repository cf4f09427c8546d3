/* SPDX-License-Identifier: MPL-2.0 */
#include "hostpath.h"
#include "files.h"
#include <grp.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum nh_status own_folder(char folder[PATH_MAX], struct nh_error *err)
{
    ssize_t length = readlink("/proc/self/exe", folder, PATH_MAX - 1);
    char *slash = NULL;

    folder[length > 0 ? length : 0] = '\0';
    slash = strrchr(folder, '/');
    if (slash == NULL)
        return nh_fail(err, NH_CONFIG, NULL,
                       "This program can't tell where it lies: is /proc there?");
    *slash = '\0';
    return NH_OK;
}

/* Debian has /usr/local as root:staff 2775: who is in staff is as good as root. */
static bool is_of_staff(const struct stat *st)
{
    char buffer[4096];
    struct group group, *found = NULL;

    return st->st_uid == 0 &&
           getgrgid_r(st->st_gid, &group, buffer, sizeof buffer, &found) == 0 && found != NULL &&
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

static enum nh_status check_rights(const char *host, struct nh_error *err)
{
    char path[PATH_MAX];
    char *slash = NULL;

    if (access(host, X_OK) < 0)
        return nh_fail(err, NH_CONFIG, NULL, "%s can't be executed: chmod 755 it.", host);
    snprintf(path, sizeof path, "%s", host);
    do {
        if (is_open_to_others(path))
            return nh_fail(err, NH_CONFIG, NULL,
                           "Others may change %s, and with it the host that your browser would "
                           "start. Install it elsewhere, or: chmod go-w %s", path, path);
        slash = strrchr(path, '/');
        *slash = '\0';
    } while (path[0] != '\0');
    return NH_OK;
}

enum nh_status cli_host_find(char **path, struct nh_error *err)
{
    static const char *const places[] = {"nss-helper-host",
                                         "../libexec/nss-helper/nss-helper-host"};
    char folder[PATH_MAX], real[PATH_MAX] = "";
    struct stat st;
    enum nh_status status = own_folder(folder, err);

    for (size_t i = 0; i < 2 && status == NH_OK && real[0] == '\0'; i++) {
        char *place = nh_path_join(folder, places[i]);
        if (place == NULL || realpath(place, real) == NULL || stat(real, &st) < 0 ||
            !S_ISREG(st.st_mode))
            real[0] = '\0';
        free(place);
    }
    if (status == NH_OK && real[0] == '\0')
        status = nh_fail(err, NH_CONFIG, NULL,
                         "nss-helper-host is not installed: neither in %s nor in "
                         "../libexec/nss-helper. Build and install it: make install", folder);
    if (status == NH_OK)
        status = check_rights(real, err);
    if (status == NH_OK && (*path = strdup(real)) == NULL)
        status = nh_fail_memory(err);
    return status;
}
