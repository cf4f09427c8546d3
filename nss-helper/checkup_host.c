/* SPDX-License-Identifier: MPL-2.0 */
#include "checkup.h"

#include "files.h"
#include "hostrun.h"
#include "manifest.h"
#include "rights.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define CURE "nss-helper setup"

static const char why[] = "By it Firefox finds the program that makes keys: without it the "
                          "extension can do nothing.";

/* The manifest that Firefox takes: the user's, else the system's. Allocated, or NULL. */
static char *find_manifest(void)
{
    const char *home = getenv("HOME");
    char *folder = home ? nh_path_join(home, NH_MANIFEST_FOLDER) : NULL;
    char *path = folder ? nh_path_join(folder, NH_MANIFEST_FILE) : NULL;
    free(folder);
    if (path && access(path, F_OK) < 0) {
        free(path);
        path = NULL;
        if (access(NH_MANIFEST_SYSTEM "/" NH_MANIFEST_FILE, F_OK) == 0)
            path = strdup(NH_MANIFEST_SYSTEM "/" NH_MANIFEST_FILE);
    }
    return path;
}

static bool is_noexec(const char *path)
{
    struct statvfs fs;
    return statvfs(path, &fs) == 0 && fs.f_flag & ST_NOEXEC;
}

/* False when it is no program that Firefox should start. */
static bool check_path(const char *host, struct nh_findings *out)
{
    static const char danger[] = "Firefox starts it with all your rights.";
    struct nh_error err = {NH_OK};
    char real[PATH_MAX];
    if (!realpath(host, real))
        nh_finding_add(out, "host-path", NH_STATE_BAD, NH_CONFIG, why, CURE,
                       "The host %s is not there.", host);
    else if (is_noexec(real))
        nh_finding_add(out, "host-path", NH_STATE_BAD, NH_CONFIG, why,
                       "Install it elsewhere, and: " CURE,
                       "The host %s lies where no program may be executed (noexec).", host);
    else if (nh_rights_check(real, &err))
        nh_finding_add_error(out, "host-path", &err, danger, "Do what is said there.");
    else {
        nh_finding_add_good(out, "host-path", "The host is %s, and nobody else can change it.",
                            real);
        return true;
    }
    return false;
}

static void check_version(const char *host, struct nh_findings *out)
{
    struct nh_error err = {NH_OK};
    char *version = NULL;
    if (nh_hostrun_version(host, &version, &err))
        nh_finding_add_error(out, "host-version", &err, why, "Install it again, and: " CURE);
    else if (strcmp(version, NH_VERSION) != 0)
        nh_finding_add(out, "host-version", NH_STATE_BAD, NH_CONFIG,
                       "Host, command and extension are made for each other.",
                       "Install both from one version, and: " CURE,
                       "The host is version %s, and this command %s.", version, NH_VERSION);
    else
        nh_finding_add_good(out, "host-version", "The host starts: version %s.", version);
    free(version);
}

void nh_checkup_host(struct nh_findings *out)
{
    struct nh_error err = {NH_OK};
    char *manifest = find_manifest(), *host = NULL;
    if (!manifest)
        nh_finding_add(out, "host-manifest", NH_STATE_BAD, NH_CONFIG, why, CURE,
                       "The host is not registered: there is no %s/%s in the home, nor in %s.",
                       NH_MANIFEST_FOLDER, NH_MANIFEST_FILE, NH_MANIFEST_SYSTEM);
    else if (nh_manifest_read(manifest, &host, &err))
        nh_finding_add_error(out, "host-manifest", &err, why,
                             "Move that file away, and: " CURE);
    else
        nh_finding_add_good(out, "host-manifest", "The host is registered by %s.", manifest);
    if (host && check_path(host, out))
        check_version(host, out);
    free(host);
    free(manifest);
}
