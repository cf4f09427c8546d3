/* SPDX-License-Identifier: MPL-2.0 */
#include "browser/choose.h"

#include "browser/listed.h"
#include "machine/process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

typedef bool fits(const struct nh_profile *profile, const void *with);

/* How many profiles fit; *only is the last one. */
static size_t count_fitting(struct nh_profiles *list, fits *fit, const void *with,
                            struct nh_profile **only)
{
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (fit(&list->items[i], with)) {
            *only = &list->items[i];
            count++;
        }
    }
    return count;
}

static bool is_any(const struct nh_profile *profile, const void *unused)
{
    (void)profile;
    (void)unused;
    return true;
}

/* Only Firefox's family if there is any profile of it. */
struct among {
    bool firefox;
    fits *also;
};

static bool is_among(const struct nh_profile *profile, const void *with)
{
    const struct among *among = with;
    return (!among->firefox || profile->family == NH_FIREFOX) && among->also(profile, NULL);
}

static bool is_firefox(const struct nh_profile *profile, const void *unused)
{
    (void)unused;
    return profile->family == NH_FIREFOX;
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

/* "PRODUCT:name", or the name. */
static bool has_name(const struct nh_profile *profile, const void *wanted)
{
    size_t length = profile->product ? strlen(profile->product) : 0;
    const char *name = wanted;
    if (length && strncasecmp(name, profile->product, length) == 0 && name[length] == ':' &&
        strcmp(name + length + 1, profile->name) == 0)
        return true;
    return strcmp(profile->name, name) == 0;
}

static bool has_path(const struct nh_profile *profile, const void *path)
{
    return strcmp(profile->path, path) == 0;
}

/* The names of those that fit, in the form that nh_profile_choose accepts. */
static void copy_names(struct nh_profiles *list, fits *fit, const void *with, char *text,
                       size_t size)
{
    struct nh_profile *other = NULL;
    size_t used = 0;
    *text = '\0';
    for (size_t i = 0; i < list->count && used < size; i++) {
        const struct nh_profile *profile = &list->items[i];
        if (!fit(profile, with))
            continue;
        bool alone = count_fitting(list, has_name, profile->name, &other) == 1;
        used += (size_t)snprintf(text + used, size - used, "%s%s%s%s", used ? ", " : "",
                                 alone || !profile->product ? "" : profile->product,
                                 alone || !profile->product ? "" : ":", profile->name);
    }
}

static void take(struct nh_profile *from, struct nh_profile *out)
{
    *out = *from;
    *from = (struct nh_profile){0};
}

static enum nh_status choose_folder(struct nh_profiles *list, const char *wanted,
                                    struct nh_profile *out, struct nh_error *err)
{
    char path[PATH_MAX];
    struct stat st;
    struct nh_profile found = {0}, *listed = NULL;
    if (!realpath(wanted, path) || stat(path, &st) < 0 || !S_ISDIR(st.st_mode))
        return nh_fail(err, NH_NO_PROFILE, NULL, "There is no profile \"%s\".", wanted);
    if (count_fitting(list, has_path, path, &listed) == 1) {
        take(listed, out);
        return NH_OK;
    }
    if (!nh_profile_look(&found, strrchr(path, '/') + 1, path, NULL)) {
        nh_profile_reset(&found);
        return nh_fail_memory(err);
    }
    *out = found;
    return NH_OK;
}

static enum nh_status choose_named(struct nh_profiles *list, const char *wanted,
                                   struct nh_profile *out, struct nh_error *err)
{
    struct nh_profile *only = NULL;
    char names[200];
    size_t count = count_fitting(list, has_name, wanted, &only);
    if (count == 0)
        return choose_folder(list, wanted, out, err);
    if (count == 1) {
        take(only, out);
        return NH_OK;
    }
    copy_names(list, has_name, wanted, names, sizeof names);
    return nh_fail(err, NH_MANY_PROFILES, NULL,
                   "Several profiles are called \"%s\" (%s). Name the folder of one.", wanted,
                   names);
}

static enum nh_status choose_default(struct nh_profiles *list, struct nh_profile *out,
                                     struct nh_error *err)
{
    static fits *const rules[] = {is_running, is_chosen, is_any};
    struct nh_profile *only = NULL;
    struct among among = {.firefox = count_fitting(list, is_firefox, NULL, &only) > 0};
    size_t count = 0;
    char names[200];
    if (list->count == 0)
        return nh_fail(err, NH_NO_PROFILE, NULL,
                       "No browser profile was found where Firefox keeps them. Start Firefox "
                       "once. If it runs with a folder of its own, name that folder with "
                       "--profile; the page about:profiles shows it.");
    for (size_t i = 0; i < sizeof rules / sizeof *rules && count == 0; i++) {
        among.also = rules[i];
        count = count_fitting(list, is_among, &among, &only);
    }
    if (count == 1) {
        take(only, out);
        return NH_OK;
    }
    copy_names(list, is_among, &among, names, sizeof names);
    return nh_fail(err, NH_MANY_PROFILES, NULL,
                   "There are several profiles (%s). Name one with --profile.", names);
}

enum nh_status nh_profile_choose(const char *wanted, struct nh_profile *out, struct nh_error *err)
{
    struct nh_profiles list = {0};
    enum nh_status status = nh_profiles_find(&list, wanted ? NULL : err);
    if (wanted)
        status = choose_named(&list, wanted, out, err);
    else if (!status)
        status = choose_default(&list, out, err);
    nh_profiles_reset(&list);
    return status;
}

/* With the name from profiles.ini if the profile is listed there. */
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
                       "The program that started NSS Helper has no browser profile open.");
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

static bool is_of_process(const struct nh_profile *profile, const void *pid)
{
    return profile->pid == *(const pid_t *)pid;
}

/*
 * In a snap or Flatpak, the path of a profile may be that of another one outside. So the profile is
 * found by the lock file that the process has open, not by its path.
 */
static bool look_at_boxed(pid_t pid, struct nh_profile *out)
{
    char path[PATH_MAX];
    struct nh_profiles list = {0};
    struct nh_profile *only = NULL;
    nh_profiles_find(&list, NULL);
    size_t count = count_fitting(&list, is_of_process, &pid, &only);
    if (count == 1)
        take(only, out);
    nh_profiles_reset(&list);
    if (count == 0 && nh_process_holds(pid, ".parentlock", path) &&
        nh_profile_look(out, strrchr(path, '/') + 1, path, NULL) && out->pid == pid)
        return true;
    if (count != 1)
        nh_profile_reset(out);
    return count == 1;
}

enum nh_status nh_profile_at_pipes(int in, int out, struct nh_profile *profile,
                                   struct nh_error *err)
{
    pid_t pids[NH_AT_PIPES_SIZE];
    struct nh_profile found = {0}, one = {0};
    size_t count = nh_process_at_pipes(in, out, pids), browsers = 0;
    for (size_t i = 0; i < count; i++) {
        if (!look_at_boxed(pids[i], &one))
            continue;
        browsers++;
        nh_profile_reset(&found);
        take(&one, &found);
    }
    if (browsers == 1) {
        *profile = found;
        return NH_OK;
    }
    nh_profile_reset(&found);
    return nh_fail(
        err, NH_NO_BROWSER, NULL,
        "NSS Helper can't tell which browser started it: none, or more than one, has the other "
        "ends of its pipes.");
}
