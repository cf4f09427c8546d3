/* SPDX-License-Identifier: MPL-2.0 */
#include "browser/enter.h"

#include "browser/profile.h"
#include "nss/keydb.h"
#include "nss/runtime.h"

#include <nss.h>
#include <stdbool.h>

/* Where Firefox and Thunderbird are usually installed for all users. */
static const char *const folders[] = {
    "/usr/lib/firefox",
    "/usr/lib64/firefox",
    "/usr/lib/firefox-esr",
    "/opt/firefox",
    "/usr/lib/firefox-devedition",
    "/usr/lib/firefox-nightly",
    "/usr/lib/librewolf",
    "/usr/share/librewolf",
    "/usr/lib/thunderbird",
    "/usr/lib64/thunderbird",
    "/opt/thunderbird",
};

static bool is_too_old(const char *folder)
{
    struct nh_keydb keydb;
    return !NSS_VersionCheck(NH_KEYDB_NEW) && !nh_keydb_look(folder, &keydb, NULL) &&
           nh_keydb_needs(&keydb);
}

enum nh_status nh_profile_enter(const struct nh_profile *profile, char *const argv[],
                                struct nh_error *err)
{
    enum nh_status status = nh_runtime_enter(profile->browser, profile->pid, argv, err);
    if (status || !is_too_old(profile->path))
        return status;
    for (size_t i = 0; i < sizeof folders / sizeof *folders && !status; i++)
        status = nh_runtime_enter(folders[i], 0, argv, err);
    return status;
}
