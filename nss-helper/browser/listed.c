/* SPDX-License-Identifier: MPL-2.0 */
#include "browser/listed.h"

#include "base/files.h"
#include "base/ini.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define CHOSEN_MAX 16

/* The section of profiles.ini that is being read; its values come in any order. */
struct reading {
    const struct nh_place *root;
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
    snprintf(joined, sizeof joined, "%s%s%s", relative ? r->root->path : "", relative ? "/" : "",
             path);
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

static bool is_folder(const char *path)
{
    struct stat st;
    return *path && stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Add a profile unless it is listed already. False without memory. */
static bool add(struct nh_profiles *out, const char *name, const char *path,
                const struct nh_place *root, bool chosen)
{
    if (!is_folder(path) || is_listed(out, path))
        return true;
    struct nh_profile *items = reallocarray(out->items, out->count + 1, sizeof *items);
    if (!items)
        return false;
    out->items = items;
    items[out->count] = (struct nh_profile){.chosen = chosen};
    return nh_profile_look(&items[out->count++], name, path, root);
}

static void finish_section(struct reading *r)
{
    char path[PATH_MAX];
    /* Without memory the last one listed may be incomplete. */
    if (r->failed || strncmp(r->section, "Profile", 7) != 0 || !*r->path)
        return;
    absolute(r, r->path, r->is_relative, path);
    const char *slash = strrchr(path, '/');
    r->failed |=
        !add(r->out, *r->name || !slash ? r->name : slash + 1, path, r->root, r->is_default);
}

/* The default profile of an installed browser, which installs.ini or profiles.ini names. */
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

/* The default of an installed browser takes precedence over a profile's old "Default=1". */
static void mark_chosen(const struct reading *r, size_t first)
{
    for (size_t i = first; r->has_install && i < r->out->count; i++) {
        struct nh_profile *profile = &r->out->items[i];
        profile->chosen = false;
        for (size_t k = 0; k < r->chosen_count; k++)
            profile->chosen |= strcmp(profile->path, r->chosen[k]) == 0;
    }
}

static bool add_all(const struct nh_place *root, struct nh_profiles *out)
{
    struct reading *r = calloc(1, sizeof *r);
    char *ini = nh_path_join(root->path, "profiles.ini");
    char *installs = nh_path_join(root->path, "installs.ini");
    size_t first = out->count;
    bool enough = r && ini && installs;
    if (enough) {
        r->root = root;
        r->out = out;
        if (nh_ini_read(ini, read_profile, r))
            finish_section(r);
        nh_ini_read(installs, read_install, r);
        enough = !r->failed;
        if (enough)
            mark_chosen(r, first);
    }
    free(installs);
    free(ini);
    free(r);
    return enough;
}

/* Add a folder that is itself the database. */
static bool add_database(const struct nh_place *root, struct nh_profiles *out)
{
    char path[PATH_MAX];
    return !realpath(root->path, path) || add(out, strrchr(path, '/') + 1, path, root, false);
}

enum nh_status nh_profiles_find(struct nh_profiles *out, struct nh_error *err)
{
    struct nh_place *roots = calloc(NH_PLACES_SIZE, sizeof *roots);
    struct nh_profiles found = {0};
    size_t count = 0;
    enum nh_status status = NH_OK;
    if (!roots)
        return nh_fail_memory(err);
    if (!nh_places_find(roots, &count))
        status = nh_fail(err, NH_CONFIG, NULL,
                         "HOME does not name a folder. Set it to your home folder.");
    for (size_t i = 0; i < count && !status; i++) {
        if (!(roots[i].family == NH_CHROMIUM ? add_database : add_all)(&roots[i], &found))
            status = nh_fail_memory(err);
    }
    free(roots);
    if (status)
        nh_profiles_reset(&found);
    else
        *out = found;
    return status;
}
