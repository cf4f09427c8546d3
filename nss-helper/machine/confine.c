/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/confine.h"

#include "base/home.h"
#include "machine/landlock.h"
#include "machine/syscalls.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define MEMORY_MAX (1ULL << 30)
#define FILE_MAX (1ULL << 30)
#define DESCRIPTORS_MAX 1024

/* Beside a folder on the way to the home: in one with more, they are the homes of others. */
#define NEIGHBOURS 256

static void add(const char **paths, size_t *count, const char *path)
{
    if (path && *path && *count < NH_CONFINED_PATHS)
        paths[(*count)++] = path;
}

void nh_confined_read(struct nh_confined *it, const char *path)
{
    add(it->read, &it->reads, path);
}

void nh_confined_write(struct nh_confined *it, const char *path)
{
    add(it->write, &it->writes, path);
}

void nh_confined_remove(struct nh_confined *it, const char *path)
{
    add(it->remove, &it->removes, path);
}

/* Never more than there is. */
static void limit(int what, rlim_t most)
{
    struct rlimit now;
    if (getrlimit(what, &now) < 0)
        return;
    now.rlim_max = now.rlim_max < most ? now.rlim_max : most;
    now.rlim_cur = now.rlim_cur < most ? now.rlim_cur : most;
    setrlimit(what, &now);
}

void nh_confine_limits(void)
{
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, FILE_MAX);
    limit(RLIMIT_NOFILE, DESCRIPTORS_MAX);
    /* Too large a file is an error as any other. */
    signal(SIGXFSZ, SIG_IGN);
#ifndef __SANITIZE_ADDRESS__ /* which reserves far more than it uses */
    limit(RLIMIT_DATA, MEMORY_MAX);
#endif
}

bool nh_confine_can_files(void)
{
    return nh_landlock_version() > 0;
}

bool nh_confine_can_calls(void)
{
    return nh_syscalls_can();
}

static bool is_dots(const char *name)
{
    return name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2]));
}

/* As /tmp: what lies there is whoever's. */
static bool is_for_all(int folder)
{
    struct stat st;
    return fstat(folder, &st) == 0 && st.st_mode & S_IWOTH;
}

/* All in this folder but the one of that name. What is behind a link is found where it is. */
static void allow_neighbours(int list, const char *folder, const char *name, size_t length,
                             enum nh_landlock_right right)
{
    DIR *dir = opendir(folder);
    size_t count = 0;
    bool any = dir && !is_for_all(dirfd(dir));
    for (struct dirent *entry; any && count < NEIGHBOURS && (entry = readdir(dir));) {
        if (entry->d_type == DT_LNK || is_dots(entry->d_name) ||
            (strlen(entry->d_name) == length && strncmp(entry->d_name, name, length) == 0))
            continue;
        nh_landlock_allow(list, dirfd(dir), entry->d_name, false, right);
        count++;
    }
    if (dir)
        closedir(dir);
}

/* All but the home: step by step down to it, what lies beside the way. */
static void allow_outside(int list, const char *home)
{
    char way[PATH_MAX];
    for (const char *at = home; *at; at += strcspn(at + 1, "/") + 1) {
        snprintf(way, sizeof way, "%.*s", at == home ? 1 : (int)(at - home), home);
        allow_neighbours(list, way, at + 1, strcspn(at + 1, "/"), NH_LANDLOCK_READ);
    }
}

/* The list, and the home. */
struct below {
    int list;
    const char *home;
};

/* No home is there, nor a link into one. */
static bool is_of_system(const char *path)
{
    return !*path || strncmp(path, "/usr/lib", 8) == 0 || strncmp(path, "/lib", 4) == 0;
}

/* A library in use that lies in the home, with those in its folder: more of them are loaded when
   they are needed. */
static int allow_library(struct dl_phdr_info *library, size_t size, void *context)
{
    const struct below *below = context;
    size_t length = strlen(below->home);
    char path[PATH_MAX];
    (void)size;
    if (is_of_system(library->dlpi_name) || !realpath(library->dlpi_name, path) ||
        strncmp(path, below->home, length) != 0 || path[length] != '/')
        return 0;
    char *slash = strrchr(path, '/');
    if (slash > path + length)
        *slash = '\0';
    nh_landlock_allow(below->list, AT_FDCWD, path, true, NH_LANDLOCK_READ);
    return 0;
}

/* Without a home that is a folder, all can be read. */
static void allow_reading(int list, const struct nh_confined *it)
{
    char home[PATH_MAX];
    bool all = it->home || it->programs || !nh_home() || !realpath(nh_home(), home) || !home[1];
    if (all) {
        nh_landlock_allow(list, AT_FDCWD, "/", true,
                          it->programs ? NH_LANDLOCK_RUN : NH_LANDLOCK_READ);
        return;
    }
    allow_outside(list, home);
    dl_iterate_phdr(allow_library, &(struct below){list, home});
    for (size_t i = 0; i < it->reads; i++)
        nh_landlock_allow(list, AT_FDCWD, it->read[i], true, NH_LANDLOCK_READ);
}

static void confine_files(const struct nh_confined *it)
{
    int list = nh_landlock_begin(it->net);
    if (list < 0)
        return;
    allow_reading(list, it);
    nh_landlock_allow(list, AT_FDCWD, "/dev/null", true, NH_LANDLOCK_FILL);
    for (size_t i = 0; i < it->writes; i++)
        nh_landlock_allow(list, AT_FDCWD, it->write[i], true, NH_LANDLOCK_WRITE);
    for (size_t i = 0; i < it->removes; i++)
        nh_landlock_allow(list, AT_FDCWD, it->remove[i], true, NH_LANDLOCK_REMOVE);
    nh_landlock_end(list);
}

/* Files first: it is done by system calls. */
void nh_confine(struct nh_confined *it)
{
    confine_files(it);
    nh_syscalls_deny(it->net, it->programs);
}
