/* SPDX-License-Identifier: MPL-2.0 */
#include "hostrun.h"

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

static pid_t start(const char *program, int output)
{
    char *const argv[] = {(char *)program, "--version", NULL}, *const empty[] = {NULL};
    posix_spawn_file_actions_t actions;
    pid_t pid = -1;
    if (posix_spawn_file_actions_init(&actions))
        return -1;
    errno = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (!errno)
        errno = posix_spawn_file_actions_adddup2(&actions, output, 1);
    if (!errno)
        errno = posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    if (!errno)
        errno = posix_spawn(&pid, program, &actions, NULL, argv, empty);
    bool started = !errno;
    posix_spawn_file_actions_destroy(&actions);
    return started ? pid : -1;
}

/* To the end of the output, or of the time. False when there is too much of either. */
static bool read_all(int fd, char text[OUTPUT_MAX])
{
    time_t end = time(NULL) + NH_HOSTRUN_SECONDS;
    size_t length = 0;
    while (length < OUTPUT_MAX - 1 && time(NULL) < end) {
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        if (poll(&ready, 1, 1000) <= 0)
            continue;
        ssize_t n = read(fd, text + length, OUTPUT_MAX - 1 - length);
        if (n < 0 && errno == EINTR)
            continue;
        length += n > 0 ? (size_t)n : 0;
        text[length] = '\0';
        if (n <= 0)
            return n == 0;
    }
    return false;
}

enum nh_status nh_hostrun_version(const char *program, char **version, struct nh_error *err)
{
    char text[OUTPUT_MAX] = "";
    int channel[2], result = -1;
    if (pipe2(channel, O_CLOEXEC) < 0)
        return nh_fail_errno(err, NH_SYSTEM, errno, "No pipe can be made.");
    pid_t pid = start(program, channel[1]);
    int error = errno;
    close(channel[1]);
    bool ended = pid > 0 && read_all(channel[0], text);
    close(channel[0]);
    if (pid < 0)
        return nh_fail_errno(err, NH_CONFIG, error, "%s does not start.", program);
    if (!ended)
        kill(pid, SIGKILL);
    while (waitpid(pid, &result, 0) < 0 && errno == EINTR)
        ;
    text[strcspn(text, "\n")] = '\0';
    if (!ended || result != 0 || strncmp(text, NAME, strlen(NAME)) != 0)
        return nh_fail(err, NH_CONFIG, NULL, "%s does not answer as the host does.", program);
    *version = strdup(text + strlen(NAME));
    return *version ? NH_OK : nh_fail_memory(err);
}
