/* SPDX-License-Identifier: MPL-2.0 */
#include "base/home.h"

#include "base/files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *nh_home(void)
{
    const char *path = getenv("HOME");
    return path && *path == '/' ? path : NULL;
}

enum nh_status nh_home_find(const char **home, struct nh_error *err)
{
    const char *path = nh_home();
    struct stat st;
    if (!path)
        return nh_fail(err, NH_CONFIG, NULL,
                       "HOME does not name a folder. Set it to your home folder.");
    if (stat(path, &st) < 0)
        return nh_fail_errno(err, NH_CONFIG, errno, "The home folder %s can't be used.", path);
    if (!S_ISDIR(st.st_mode))
        return nh_fail(err, NH_CONFIG, "ENOTDIR",
                       "HOME is %s, which is not a folder. Set it to your home folder.", path);
    if (st.st_uid != geteuid())
        return nh_fail(
            err, NH_PERMISSION, NULL,
            "The home folder %s belongs to another user. Run this command as that user, or set "
            "HOME to your own folder.",
            path);
    *home = path;
    return NH_OK;
}

static const struct {
    const char *variable, *usual;
} folders[] = {
    [NH_XDG_CONFIG] = {"XDG_CONFIG_HOME", ".config"},
    [NH_XDG_DATA] = {"XDG_DATA_HOME", ".local/share"},
    [NH_XDG_STATE] = {"XDG_STATE_HOME", ".local/state"},
};

/* The variable's value, or NULL. */
static const char *given_for(enum nh_xdg folder)
{
    const char *given = getenv(folders[folder].variable);
    return given && *given == '/' ? given : NULL;
}

char *nh_xdg_path(enum nh_xdg folder, const char *below)
{
    const char *given = given_for(folder), *home = nh_home();
    if (given)
        return nh_path_join(given, below);
    char *usual = home ? nh_path_join(home, folders[folder].usual) : NULL;
    char *path = usual ? nh_path_join(usual, below) : NULL;
    free(usual);
    return path;
}

enum nh_status nh_xdg_find(enum nh_xdg folder, const char *below, char **out, struct nh_error *err)
{
    const char *home = NULL;
    enum nh_status status = given_for(folder) ? NH_OK : nh_home_find(&home, err);
    if (!status && !(*out = nh_xdg_path(folder, below)))
        status = nh_fail_memory(err);
    return status;
}

bool nh_xdg_data_has(bool (*has)(const char *folder, const char *name), const char *name)
{
    const char *given = getenv("XDG_DATA_DIRS");
    char *own = nh_xdg_path(NH_XDG_DATA, ""), *rest = NULL;
    char *list = strdup(given && *given ? given : "/usr/local/share:/usr/share");
    bool found = own && has(own, name);
    char *folder = list ? strtok_r(list, ":", &rest) : NULL;
    for (; folder && !found; folder = strtok_r(NULL, ":", &rest))
        found = *folder == '/' && has(folder, name);
    free(list);
    free(own);
    return found;
}
