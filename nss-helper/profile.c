/* SPDX-License-Identifier: MPL-2.0 */
#include "profile.h"

#include "files.h"
#include "ini.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* Does the process have a file of this name open in `folder`? With `found`, in any
   folder, which is returned there. */
static bool process_holds(pid_t pid, const char *name, const char *folder, char found[PATH_MAX])
{
    char path[PATH_MAX], target[PATH_MAX];
    snprintf(path, sizeof path, "/proc/%d/fd", pid);
    DIR *dir = opendir(path);
    bool holds = false;
    for (struct dirent *entry; dir && !holds && (entry = readdir(dir));) {
        ssize_t n = readlinkat(dirfd(dir), entry->d_name, target, sizeof target - 1);
        if (n <= 0)
            continue;
        target[n] = '\0';
        char *slash = strrchr(target, '/');
        if (!slash || slash == target || strcmp(slash + 1, name) != 0)
            continue;
        *slash = '\0';
        holds = !folder || strcmp(target, folder) == 0;
        if (holds && found)
            snprintf(found, PATH_MAX, "%s", target);
    }
    if (dir)
        closedir(dir);
    return holds;
}

/* Firefox leaves a symbolic link "lock" -> "ADDRESS:+PID"; it outlives a crash. */
static pid_t running_pid(const char *folder)
{
    char target[256];
    char *link = nh_path_join(folder, "lock");
    ssize_t n = link ? readlink(link, target, sizeof target - 1) : -1;
    free(link);
    if (n <= 0)
        return 0;
    target[n] = '\0';
    char *plus = strrchr(target, '+');
    long pid = plus ? strtol(plus + 1, NULL, 10) : 0;
    if (pid <= 0 || pid > INT_MAX || !process_holds((pid_t)pid, ".parentlock", folder, NULL))
        return 0;
    return (pid_t)pid;
}

static char *browser_of_process(pid_t pid)
{
    char link[64], exe[PATH_MAX];
    snprintf(link, sizeof link, "/proc/%d/exe", pid);
    ssize_t n = readlink(link, exe, sizeof exe - 1);
    if (n <= 0)
        return NULL;
    exe[n] = '\0'; /* an upgrade adds " (deleted)", behind the last slash */
    char *slash = strrchr(exe, '/');
    if (!slash || slash == exe)
        return NULL;
    *slash = '\0';
    return strdup(exe);
}

static void read_platform(void *context, const char *section, const char *name, const char *value)
{
    char **folder = context;
    if (strcmp(section, "Compatibility") == 0 && strcmp(name, "LastPlatformDir") == 0 &&
        *value == '/' && !*folder)
        *folder = strdup(value);
}

/* Fill in what can be seen of a profile in the absolute folder `path`. */
static bool look_at(struct nh_profile *profile, const char *name, const char *path)
{
    profile->name = strdup(name);
    profile->path = strdup(path);
    if (!profile->name || !profile->path)
        return false;
    profile->pid = running_pid(path);
    if (profile->pid)
        profile->browser = browser_of_process(profile->pid);
    char *ini = nh_path_join(path, "compatibility.ini");
    if (ini && !profile->browser)
        nh_ini_read(ini, read_platform, &profile->browser);
    free(ini);
    return true;
}

#define CHOSEN_MAX 16

/* profiles.ini as it is read: an entry's values come in any order. */
struct reading {
    const char *root;
    struct nh_profiles *out;
    char section[64];
    char name[256], path[PATH_MAX];
    bool is_relative, is_default, has_install, failed;
    char chosen[CHOSEN_MAX][PATH_MAX];
    size_t chosen_count;
};

static void absolute(const struct reading *r, const char *path, bool relative, char out[PATH_MAX])
{
    char joined[PATH_MAX * 2];
    snprintf(joined, sizeof joined, "%s%s%s", relative ? r->root : "", relative ? "/" : "", path);
    if (!realpath(joined, out))
        *out = '\0';
}

static bool is_listed(const struct nh_profiles *list, const char *path)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].path, path) == 0)
            return true;
    }
    return false;
}

static void finish_section(struct reading *r)
{
    char path[PATH_MAX];
    struct stat st;
    if (strncmp(r->section, "Profile", 7) != 0 || !*r->path)
        return;
    absolute(r, r->path, r->is_relative, path);
    if (!*path || stat(path, &st) < 0 || !S_ISDIR(st.st_mode) || is_listed(r->out, path))
        return;
    struct nh_profile *items = reallocarray(r->out->items, r->out->count + 1, sizeof *items);
    if (!items) {
        r->failed = true;
        return;
    }
    r->out->items = items;
    items[r->out->count] = (struct nh_profile){.chosen = r->is_default};
    struct nh_profile *added = &items[r->out->count++];
    r->failed |= !look_at(added, *r->name ? r->name : strrchr(path, '/') + 1, path);
}

/* The default of one installed browser. installs.ini and profiles.ini both tell it. */
static void read_install(void *context, const char *section, const char *name, const char *value)
{
    struct reading *r = context;
    (void)section;
    if (strcmp(name, "Default") != 0 || r->chosen_count == CHOSEN_MAX)
        return;
    r->has_install = true;
    absolute(r, value, *value != '/', r->chosen[r->chosen_count++]);
}

static void read_profile(void *context, const char *section, const char *name, const char *value)
{
    struct reading *r = context;
    if (strcmp(section, r->section) != 0) {
        finish_section(r);
        snprintf(r->section, sizeof r->section, "%s", section);
        *r->name = *r->path = '\0';
        r->is_relative = true;
        r->is_default = false;
    }
    if (strncmp(section, "Install", 7) == 0) {
        read_install(r, section, name, value);
    } else if (strcmp(name, "Name") == 0) {
        snprintf(r->name, sizeof r->name, "%s", value);
    } else if (strcmp(name, "Path") == 0) {
        snprintf(r->path, sizeof r->path, "%s", value);
    } else if (strcmp(name, "IsRelative") == 0) {
        r->is_relative = strcmp(value, "0") != 0;
    } else if (strcmp(name, "Default") == 0) {
        r->is_default = strcmp(value, "1") == 0;
    }
}

/* An installation's default outranks the old "Default=1" of a profile. */
static void mark_chosen(const struct reading *r, size_t first)
{
    for (size_t i = first; r->has_install && i < r->out->count; i++) {
        struct nh_profile *profile = &r->out->items[i];
        profile->chosen = false;
        for (size_t k = 0; k < r->chosen_count; k++)
            profile->chosen |= strcmp(profile->path, r->chosen[k]) == 0;
    }
}

static enum nh_status find_below(const char *root, struct nh_profiles *out, struct nh_error *err)
{
    struct reading *r = calloc(1, sizeof *r);
    char *ini = nh_path_join(root, "profiles.ini");
    char *installs = nh_path_join(root, "installs.ini");
    size_t first = out->count;
    bool enough = r && ini && installs;
    if (enough) {
        r->root = root;
        r->out = out;
        if (nh_ini_read(ini, read_profile, r))
            finish_section(r);
        nh_ini_read(installs, read_install, r);
        mark_chosen(r, first);
        enough = !r->failed;
    }
    free(installs);
    free(ini);
    free(r);
    return enough ? NH_OK : nh_fail_memory(err);
}

/* The folder with profiles.ini; the rule is Firefox's own, see profile.h. */
static bool find_root(char root[PATH_MAX])
{
    const char *home = getenv("HOME"), *config = getenv("XDG_CONFIG_HOME");
    const char *legacy = getenv("MOZ_LEGACY_HOME");
    if (!home || *home != '/')
        return false;
    snprintf(root, PATH_MAX, "%s/.mozilla/firefox", home);
    if ((legacy && strcmp(legacy, "1") == 0) || access(root, F_OK) == 0)
        return true;
    if (config && *config == '/')
        snprintf(root, PATH_MAX, "%s/mozilla/firefox", config);
    else
        snprintf(root, PATH_MAX, "%s/.config/mozilla/firefox", home);
    return true;
}

enum nh_status nh_profiles_find(struct nh_profiles *out, struct nh_error *err)
{
    char root[PATH_MAX];
    struct nh_profiles found = {0};
    if (!find_root(root))
        return nh_fail(err, NH_CONFIG, NULL, "HOME names no folder.");
    enum nh_status status = find_below(root, &found, err);
    if (status)
        nh_profiles_reset(&found);
    else
        *out = found;
    return status;
}

static void copy_names(const struct nh_profiles *list, char *text, size_t size)
{
    size_t used = 0;
    *text = '\0';
    for (size_t i = 0; i < list->count && used < size; i++)
        used += (size_t)snprintf(text + used, size - used, "%s%s", i ? ", " : "",
                                 list->items[i].name);
}

/* Move the only item that `fits` into *out; their number otherwise. */
static size_t take_only(struct nh_profiles *list, bool (*fits)(const struct nh_profile *, const void *),
                        const void *with, struct nh_profile *out)
{
    struct nh_profile *only = NULL;
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (fits(&list->items[i], with)) {
            only = &list->items[i];
            count++;
        }
    }
    if (count == 1) {
        *out = *only;
        *only = (struct nh_profile){0};
    }
    return count;
}

static bool has_name(const struct nh_profile *profile, const void *name)
{
    return strcmp(profile->name, name) == 0;
}

static bool is_running(const struct nh_profile *profile, const void *unused)
{
    (void)unused;
    return profile->pid != 0;
}

static bool is_chosen(const struct nh_profile *profile, const void *unused)
{
    (void)unused;
    return profile->chosen;
}

static bool is_any(const struct nh_profile *profile, const void *unused)
{
    (void)profile;
    (void)unused;
    return true;
}

static enum nh_status choose_folder(const char *wanted, struct nh_profile *out,
                                    struct nh_error *err)
{
    char path[PATH_MAX];
    struct stat st;
    if (!realpath(wanted, path) || stat(path, &st) < 0 || !S_ISDIR(st.st_mode))
        return nh_fail(err, NH_NO_PROFILE, NULL, "There is no profile \"%s\".", wanted);
    struct nh_profile found = {0};
    if (!look_at(&found, strrchr(path, '/') + 1, path)) {
        nh_profile_reset(&found);
        return nh_fail_memory(err);
    }
    *out = found;
    return NH_OK;
}

static enum nh_status choose_default(struct nh_profiles *list, struct nh_profile *out,
                                     struct nh_error *err)
{
    size_t count = take_only(list, is_running, NULL, out);
    if (count == 0)
        count = take_only(list, is_chosen, NULL, out);
    if (count == 0)
        count = take_only(list, is_any, NULL, out);
    if (count == 1)
        return NH_OK;
    if (list->count == 0)
        return nh_fail(err, NH_NO_PROFILE, NULL,
                       "There is no Firefox profile yet. Start Firefox once, or name a folder "
                       "with --profile.");
    char names[200];
    copy_names(list, names, sizeof names);
    return nh_fail(err, NH_MANY_PROFILES, NULL, "There are several profiles (%s): name one with "
                   "--profile.", names);
}

enum nh_status nh_profile_choose(const char *wanted, struct nh_profile *out, struct nh_error *err)
{
    struct nh_profiles list = {0};
    enum nh_status status = nh_profiles_find(&list, wanted ? NULL : err);
    if (!wanted) {
        if (!status)
            status = choose_default(&list, out, err);
    } else {
        size_t count = take_only(&list, has_name, wanted, out);
        if (count == 1)
            status = NH_OK;
        else if (count == 0)
            status = choose_folder(wanted, out, err);
        else
            status = nh_fail(err, NH_MANY_PROFILES, NULL,
                             "Several profiles are called \"%s\": name the folder.", wanted);
    }
    nh_profiles_reset(&list);
    return status;
}

enum nh_status nh_profile_of_browser(pid_t pid, struct nh_profile *out, struct nh_error *err)
{
    char path[PATH_MAX];
    struct nh_profiles list = {0};
    struct nh_profile found = {0};
    if (!process_holds(pid, ".parentlock", NULL, path) &&
        !process_holds(pid, "cert9.db", NULL, path))
        return nh_fail(err, NH_NO_BROWSER, NULL,
                       "The program that started this one has no browser profile open.");
    const char *name = strrchr(path, '/') + 1;
    nh_profiles_find(&list, NULL);
    for (size_t i = 0; i < list.count; i++) {
        if (strcmp(list.items[i].path, path) == 0)
            name = list.items[i].name;
    }
    bool enough = look_at(&found, name, path);
    nh_profiles_reset(&list);
    if (enough && found.pid != pid) {
        free(found.browser);
        found.pid = pid;
        found.browser = browser_of_process(pid);
    }
    if (!enough) {
        nh_profile_reset(&found);
        return nh_fail_memory(err);
    }
    *out = found;
    return NH_OK;
}
