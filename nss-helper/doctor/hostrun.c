/* SPDX-License-Identifier: MPL-2.0 */
#include "doctor/hostrun.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NAME "nss-helper-host "
#define OUTPUT_MAX 256

/* In its own process group, so that its children can be killed with it. */
static int start_with(posix_spawn_file_actions_t *actions, posix_spawnattr_t *group,
                      const char *program, int output, pid_t *pid)
{
    char *const argv[] = {(char *)program, "--version", NULL}, *const empty[] = {NULL};
    int error = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
    if (!error)
        error = posix_spawn_file_actions_adddup2(actions, output, 1);
    if (!error)
        error = posix_spawn_file_actions_addopen(actions, 2, "/dev/null", O_WRONLY, 0);
    if (!error)
        error = posix_spawnattr_setflags(group, POSIX_SPAWN_SETPGROUP);
    return error ? error : posix_spawn(pid, program, actions, group, argv, empty);
}

/* Returns 0 or an error number. */
static int start(const char *program, int output, pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t group;
    int error = posix_spawn_file_actions_init(&actions);
    if (error)
        return error;
    error = posix_spawnattr_init(&group);
    if (!error) {
        error = start_with(&actions, &group, program, output, pid);
        posix_spawnattr_destroy(&group);
    }
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

static long long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

/* Read until the output or the time ends. False if there is too much output or no time left. */
static bool read_all(int fd, char text[OUTPUT_MAX + 2], long long end)
{
    size_t length = 0;
    while (length <= OUTPUT_MAX && now() < end) {
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        if (poll(&ready, 1, (int)(end - now()) + 1) <= 0)
            continue;
        ssize_t n = read(fd, text + length, OUTPUT_MAX + 1 - length);
        if (n < 0 && errno == EINTR)
            continue;
        length += n > 0 ? (size_t)n : 0;
        text[length] = '\0';
        if (n <= 0)
            return n == 0;
    }
    return false;
}

/* A process that closed its output may still be running. */
static bool has_ended(pid_t pid, long long end)
{
    do {
        siginfo_t info = {0};
        if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid)
            return true;
        usleep(5000);
    } while (now() < end);
    return false;
}

/* True if it ended by itself, in time and with exit code 0. */
static bool finish(pid_t pid, int output, char text[OUTPUT_MAX + 2])
{
    long long end = now() + NH_HOSTRUN_SECONDS * 1000;
    int result = -1;
    bool ended = read_all(output, text, end) && has_ended(pid, end);
    kill(-pid, SIGKILL);
    while (waitpid(pid, &result, 0) < 0 && errno == EINTR)
        ;
    return ended && result == 0;
}

enum nh_status nh_hostrun_version(const char *program, char **version, struct nh_error *err)
{
    char text[OUTPUT_MAX + 2] = "";
    int channel[2];
    pid_t pid = -1;
    if (pipe2(channel, O_CLOEXEC) < 0)
        return nh_fail_errno(err, NH_SYSTEM, errno, "A pipe can't be created.");
    int error = start(program, channel[1], &pid);
    close(channel[1]);
    bool good = !error && finish(pid, channel[0], text);
    close(channel[0]);
    if (error)
        return nh_fail_errno(err, NH_CONFIG, error, "%s does not start.", program);
    text[strcspn(text, "\n")] = '\0';
    if (!good || strncmp(text, NAME, strlen(NAME)) != 0)
        return nh_fail(err, NH_CONFIG, NULL, "%s does not answer like nss-helper.", program);
    *version = strdup(text + strlen(NAME));
    return *version ? NH_OK : nh_fail_memory(err);
}
