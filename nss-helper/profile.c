/* SPDX-License-Identifier: MPL-2.0 */
#include "profile.h"

#include "files.h"
#include "ini.h"
#include "process.h"
#include "product.h"

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

/* Firefox leaves a symbolic link "lock" while it runs, and after a crash. */
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
                     const struct nh_root *root)
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

/* As it is listed, if it is. */
static bool look_at_running(struct nh_profile *out, const char *path)
{
    struct nh_profiles list = {0};
    bool enough = true;
    nh_profiles_find(&list, NULL);
    for (size_t i = 0; i < list.count && !out->path; i++) {
        if (strcmp(list.items[i].path, path) == 0) {
            *out = list.items[i];
            list.items[i] = (struct nh_profile){0};
        }
    }
    if (!out->path)
        enough = nh_profile_look(out, strrchr(path, '/') + 1, path, NULL);
    nh_profiles_reset(&list);
    return enough;
}

enum nh_status nh_profile_of_browser(pid_t pid, struct nh_profile *out, struct nh_error *err)
{
    char path[PATH_MAX];
    struct nh_profile found = {0};
    if (!nh_process_holds(pid, ".parentlock", path) && !nh_process_holds(pid, "cert9.db", path))
        return nh_fail(err, NH_NO_BROWSER, NULL,
                       "The program that started this one has no browser profile open.");
    if (!look_at_running(&found, path)) {
        nh_profile_reset(&found);
        return nh_fail_memory(err);
    }
    if (found.pid != pid) {
        free(found.browser);
        found.pid = pid;
        found.browser = nh_process_folder(pid);
    }
    *out = found;
    return NH_OK;
}
