/* SPDX-License-Identifier: MPL-2.0 */
#include "base/home.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum nh_status nh_home_find(const char **home, struct nh_error *err)
{
    const char *path = getenv("HOME");
    struct stat st;
    if (!path || *path != '/')
        return nh_fail(err, NH_CONFIG, NULL,
                       "HOME is not set to a folder: set it to your home folder.");
    if (stat(path, &st) < 0)
        return nh_fail_errno(err, NH_CONFIG, errno, "The home folder %s can't be used.", path);
    if (!S_ISDIR(st.st_mode))
        return nh_fail(err, NH_CONFIG, "ENOTDIR", "HOME is %s, which is not a folder.", path);
    if (st.st_uid != geteuid())
        return nh_fail(err, NH_PERMISSION, NULL,
                       "The home folder %s belongs to another user. Run this as that user, or set "
                       "HOME to your own.",
                       path);
    *home = path;
    return NH_OK;
}
