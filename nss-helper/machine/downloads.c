/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/downloads.h"

#include "base/home.h"
#include "base/ini.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* https://www.freedesktop.org/wiki/Software/xdg-user-dirs: a value is "$HOME/…" or "/…",
   in quotes. */
static void read_entry(void *context, const char *section, const char *name, const char *value)
{
    char *out = context;
    (void)section;
    if (strcmp(name, "XDG_DOWNLOAD_DIR") != 0 || *value != '"')
        return;
    size_t length = strcspn(++value, "\"");
    if (strncmp(value, "$HOME/", 6) == 0)
        snprintf(out, PATH_MAX, "%s%.*s", nh_home(), (int)length - 5, value + 5);
    else if (*value == '/')
        snprintf(out, PATH_MAX, "%.*s", (int)length, value);
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

enum nh_status nh_downloads_find(char real[PATH_MAX], struct nh_error *err)
{
    const char *home = nh_home();
    char folder[PATH_MAX] = "";
    if (!home)
        return nh_fail(err, NH_CONFIG, NULL,
                       "HOME does not name a folder. Set it to your home folder.");
    char *ini = nh_xdg_path(NH_XDG_CONFIG, "user-dirs.dirs");
    if (!ini)
        return nh_fail_memory(err);
    nh_ini_read(ini, read_entry, folder);
    free(ini);
    if (!*folder)
        snprintf(folder, sizeof folder, "%s/Downloads", home);
    if (!realpath(is_folder(folder) ? folder : home, real))
        return nh_fail_errno(err, NH_CANT_CREATE, errno, "The folder %s can't be reached.", folder);
    return NH_OK;
}
