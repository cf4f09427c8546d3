/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/process.h"

#include "machine/attendant.h"

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

/* The path of the program. After an upgrade, the kernel appends " (deleted)". */
static bool find_program(pid_t pid, char program[PATH_MAX])
{
    char link[64];
    snprintf(link, sizeof link, "/proc/%d/exe", pid);
    ssize_t n = readlink(link, program, PATH_MAX - 1);
    program[n > 0 ? n : 0] = '\0';
    char *slash = strrchr(program, '/');
    return slash && slash != program;
}

/* A confined process is not let into /proc of others. */
char *nh_process_folder(pid_t pid)
{
    struct nh_errand_reply reply;
    char program[PATH_MAX];
    snprintf(program, sizeof program, "%d", pid);
    if (nh_attendant_does(NH_ERRAND_FOLDER, program, &reply))
        return *reply.text ? strdup(reply.text) : NULL;
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
                st.st_dev == file->st_dev;
    if (dir)
        closedir(dir);
    return found;
}

/* The next process of this user that is not a program of this project; 0 after the last. */
static pid_t next_other(DIR *processes)
{
    struct stat owner;
    for (struct dirent *entry; (entry = readdir(processes));) {
        pid_t pid = isdigit((unsigned char)entry->d_name[0]) ? atoi(entry->d_name) : 0;
        if (pid > 0 && fstatat(dirfd(processes), entry->d_name, &owner, 0) == 0 &&
            owner.st_uid == geteuid() && !is_ours(pid))
            return pid;
    }
    return 0;
}

pid_t nh_process_holding(const char *path)
{
    struct nh_errand_reply reply;
    struct stat file;
    if (nh_attendant_does(NH_ERRAND_HOLDER, path, &reply))
        return (pid_t)reply.number;
    bool there = stat(path, &file) == 0 && S_ISREG(file.st_mode);
    DIR *processes = there ? opendir("/proc") : NULL;
    pid_t pid = 0;
    while (processes && (pid = next_other(processes)) && !has_open(pid, &file))
        continue;
    if (processes)
        closedir(processes);
    return pid;
}

size_t nh_process_at_pipes(int in, int out, pid_t pids[NH_AT_PIPES_SIZE])
{
    struct stat first, second;
    bool pipes = fstat(in, &first) == 0 && fstat(out, &second) == 0 && S_ISFIFO(first.st_mode) &&
                 S_ISFIFO(second.st_mode);
    DIR *processes = pipes ? opendir("/proc") : NULL;
    size_t count = 0;
    for (pid_t pid; processes && count < NH_AT_PIPES_SIZE && (pid = next_other(processes));) {
        if (has_open(pid, &first) && has_open(pid, &second))
            pids[count++] = pid;
    }
    if (processes)
        closedir(processes);
    return count;
}
