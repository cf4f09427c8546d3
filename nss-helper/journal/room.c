/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/room.h"

#include "base/files.h"
#include "journal/jobs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define SPACE ".space"

static char *path_of(const char *folder, const char *job)
{
    char *path = NULL;
    return asprintf(&path, "%s/%s" SPACE, folder, job) < 0 ? NULL : path;
}

static enum nh_status reserve(const char *path, struct nh_error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return nh_fail_errno(err, NH_CANT_CREATE, errno, "%s can't be created.", path);
    int error;
    while ((error = posix_fallocate(fd, 0, (off_t)NH_ROOM_SIZE)) == EINTR)
        ;
    close(fd);
    if (!error)
        return NH_OK;
    unlink(path);
    return nh_fail_errno(err, NH_IO, error,
                         "There is no room on the disk for the certificate. No key was created.");
}

enum nh_status nh_room_keep(struct nh_journal *journal, const char *job, struct nh_error *err)
{
    char *folder = NULL, *path = NULL;
    enum nh_status status = nh_journal_make(journal, NH_SECTION_RESPONSES, &folder, err);
    if (!status && !(path = path_of(folder, job)))
        status = nh_fail_memory(err);
    if (!status)
        status = reserve(path, err);
    free(path);
    free(folder);
    return status;
}

static bool is_room(const char *name)
{
    size_t length = strlen(name), ending = strlen(SPACE);
    return length > ending && strcmp(name + length - ending, SPACE) == 0;
}

/* Locked before it is renamed, so that under its new name it is always locked. */
static int take(const char *room, const char *path)
{
    int fd = open(room, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return -1;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0 && rename(room, path) == 0)
        return fd;
    close(fd);
    return -1;
}

int nh_room_take(struct nh_journal *journal, const char *path)
{
    struct nh_names names = {0};
    int fd = -1;
    char *folder = nh_journal_section(journal, NH_SECTION_RESPONSES);
    if (folder)
        nh_folder_list(folder, &names, NULL);
    for (size_t i = 0; fd < 0 && i < names.count; i++) {
        char *room = is_room(names.items[i]) ? nh_path_join(folder, names.items[i]) : NULL;
        if (room)
            fd = take(room, path);
        free(room);
    }
    nh_names_reset(&names);
    free(folder);
    return fd;
}

static bool is_wanted(const struct nh_jobs *jobs, const char *name)
{
    for (size_t i = 0; i < jobs->count; i++) {
        if (nh_job_wants_room(&jobs->items[i]) &&
            strncmp(name, jobs->items[i].id, NH_JOB_ID_SIZE - 1) == 0)
            return true;
    }
    return false;
}

static void remove_unwanted(const char *folder, const struct nh_jobs *jobs)
{
    struct nh_names names = {0};
    nh_folder_list(folder, &names, NULL);
    for (size_t i = 0; i < names.count; i++) {
        char *path = is_room(names.items[i]) && !is_wanted(jobs, names.items[i])
                         ? nh_path_join(folder, names.items[i])
                         : NULL;
        if (path)
            unlink(path);
        free(path);
    }
    nh_names_reset(&names);
}

void nh_room_balance(struct nh_journal *journal)
{
    struct nh_jobs jobs = {0};
    char *folder = nh_journal_section(journal, NH_SECTION_RESPONSES);
    if (!folder || nh_jobs_list(journal, &jobs, NULL)) {
        free(folder);
        return;
    }
    remove_unwanted(folder, &jobs);
    for (size_t i = 0; i < jobs.count; i++) {
        if (nh_job_wants_room(&jobs.items[i]))
            nh_room_keep(journal, jobs.items[i].id, NULL); /* it may exist already */
    }
    nh_jobs_reset(&jobs);
    free(folder);
}
