/* SPDX-License-Identifier: MPL-2.0 */
#include "browser/profile.h"

#include "base/files.h"
#include "base/ini.h"
#include "browser/product.h"
#include "machine/process.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void nh_profile_reset(struct nh_profile *profile)
{
    free(profile->name);
    free(profile->path);
    free(profile->browser);
    *profile = (struct nh_profile){0};
}

void nh_profiles_reset(struct nh_profiles *profiles)
{
    for (size_t i = 0; i < profiles->count; i++)
        nh_profile_reset(&profiles->items[i]);
    free(profiles->items);
    *profiles = (struct nh_profiles){0};
}

static pid_t holder_of(const char *folder, const char *name)
{
    char *path = nh_path_join(folder, name);
    pid_t pid = path ? nh_process_holding(path) : 0;
    free(path);
    return pid;
}

/* Firefox has a symbolic link "lock" while it runs, and after a crash. */
static bool may_run(const char *folder)
{
    struct stat st;
    char *path = nh_path_join(folder, "lock");
    bool may = path && lstat(path, &st) == 0;
    free(path);
    return may;
}

static void read_platform(void *context, const char *section, const char *name, const char *value)
{
    char **folder = context;
    if (strcmp(section, "Compatibility") == 0 && strcmp(name, "LastPlatformDir") == 0 &&
        *value == '/' && !*folder)
        *folder = strdup(value);
}

static char *last_program(const char *folder)
{
    char *program = NULL, *path = nh_path_join(folder, "compatibility.ini");
    if (path)
        nh_ini_read(path, read_platform, &program);
    free(path);
    return program;
}

bool nh_profile_look(struct nh_profile *profile, const char *name, const char *path,
                     const struct nh_place *root)
{
    profile->name = strdup(name);
    profile->path = strdup(path);
    if (!profile->name || !profile->path)
        return false;
    profile->family = root ? root->family : NH_FIREFOX;
    profile->packaging = root ? root->packaging : NH_NATIVE;
    if (profile->family == NH_CHROMIUM)
        profile->pid = holder_of(path, "cert9.db");
    else if (may_run(path))
        profile->pid = holder_of(path, ".parentlock");
    if (profile->pid)
        profile->browser = nh_process_folder(profile->pid);
    if (!profile->browser)
        profile->browser = last_program(path);
    profile->product = nh_product_name(profile->browser, name, root ? root->product : NULL);
    return true;
}
