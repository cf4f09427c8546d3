/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/process.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static DIR *open_descriptors(pid_t pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/fd", pid);
    return opendir(path);
}

bool nh_process_holds(pid_t pid, const char *name, char folder[PATH_MAX])
{
    DIR *dir = open_descriptors(pid);
    bool holds = false;
    for (struct dirent *entry; dir && !holds && (entry = readdir(dir));) {
        ssize_t n = readlinkat(dirfd(dir), entry->d_name, folder, PATH_MAX - 1);
        if (n <= 0)
            continue;
        folder[n] = '\0';
        char *slash = strrchr(folder, '/');
        holds = slash && slash != folder && strcmp(slash + 1, name) == 0;
        if (holds)
            *slash = '\0';
    }
    if (dir)
        closedir(dir);
    return holds;
}

/* The path of the program; an upgrade adds " (deleted)", behind the last slash. */
static bool find_program(pid_t pid, char program[PATH_MAX])
{
    char link[64];
    snprintf(link, sizeof link, "/proc/%d/exe", pid);
    ssize_t n = readlink(link, program, PATH_MAX - 1);
    program[n > 0 ? n : 0] = '\0';
    char *slash = strrchr(program, '/');
    return slash && slash != program;
}

char *nh_process_folder(pid_t pid)
{
    char program[PATH_MAX];
    if (!find_program(pid, program))
        return NULL;
    *strrchr(program, '/') = '\0';
    return strdup(program);
}

static bool is_ours(pid_t pid)
{
    char program[PATH_MAX];
    return find_program(pid, program) && strncmp(strrchr(program, '/'), "/nss-helper", 11) == 0;
}

static bool has_open(pid_t pid, const struct stat *file)
{
    DIR *dir = open_descriptors(pid);
    struct stat st;
    bool found = false;
    for (struct dirent *entry; dir && !found && (entry = readdir(dir));)
        found = fstatat(dirfd(dir), entry->d_name, &st, 0) == 0 && st.st_ino == file->st_ino &&
                st.st_dev == file->st_dev && S_ISREG(st.st_mode);
    if (dir)
        closedir(dir);
    return found;
}

pid_t nh_process_holding(const char *path)
{
    struct stat file, owner;
    pid_t holder = 0;
    DIR *processes = stat(path, &file) == 0 ? opendir("/proc") : NULL;
    for (struct dirent *entry; processes && !holder && (entry = readdir(processes));) {
        pid_t pid = isdigit((unsigned char)entry->d_name[0]) ? atoi(entry->d_name) : 0;
        if (pid > 0 && fstatat(dirfd(processes), entry->d_name, &owner, 0) == 0 &&
            owner.st_uid == geteuid() && has_open(pid, &file) && !is_ours(pid))
            holder = pid;
    }
    if (processes)
        closedir(processes);
    return holder;
}
