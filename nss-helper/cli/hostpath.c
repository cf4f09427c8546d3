/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/hostpath.h"

#include "base/files.h"
#include "machine/rights.h"

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
    folder[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(folder, '/');
    if (!slash)
        return nh_fail(err, NH_CONFIG, NULL,
                       "nss-helper can't find out where it is installed. Is /proc mounted?");
    *slash = '\0';
    return NH_OK;
}

enum nh_status cli_host_find(char **path, struct nh_error *err)
{
    static const char *const places[] = {"nss-helper-host",
                                         "../libexec/nss-helper/nss-helper-host"};
    char folder[PATH_MAX], real[PATH_MAX] = "";
    struct stat st;
    enum nh_status status = own_folder(folder, err);
    for (size_t i = 0; i < 2 && !status && !*real; i++) {
        char *place = nh_path_join(folder, places[i]);
        if (!place || !realpath(place, real) || stat(real, &st) < 0 || !S_ISREG(st.st_mode))
            real[0] = '\0';
        free(place);
    }
    if (!status && !*real)
        status = nh_fail(err, NH_CONFIG, NULL,
                         "nss-helper-host is not installed, neither in %s nor in "
                         "../libexec/nss-helper. To build and install it: make install",
                         folder);
    if (!status)
        status = nh_rights_check(real, err);
    if (!status && !(*path = strdup(real)))
        status = nh_fail_memory(err);
    return status;
}
