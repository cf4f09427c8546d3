/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static bool silence(posix_spawn_file_actions_t *actions)
{
    return posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0) == 0 &&
           posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0) == 0 &&
           posix_spawn_file_actions_adddup2(actions, 1, 2) == 0;
}

/* The host blocks signals; the programs that it starts must not inherit that. */
static bool free_signals(posix_spawnattr_t *attributes, short flags)
{
    sigset_t none;
    sigemptyset(&none);
    return posix_spawnattr_setsigmask(attributes, &none) == 0 &&
           posix_spawnattr_setflags(attributes, (short)(POSIX_SPAWN_SETSIGMASK | flags)) == 0;
}

static bool start(const char *const argv[], short flags, pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return false;
    bool started = false;
    if (posix_spawnattr_init(&attributes) == 0) {
        started =
            silence(&actions) && free_signals(&attributes, flags) &&
            posix_spawnp(pid, argv[0], &actions, &attributes, (char *const *)argv, environ) == 0;
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return started;
}

bool nh_run(const char *const argv[])
{
    pid_t pid = 0;
    int result = -1;
    if (!start(argv, 0, &pid))
        return false;
    while (waitpid(pid, &result, 0) < 0 && errno == EINTR)
        ;
    return result == 0;
}

bool nh_run_apart(const char *const argv[])
{
    pid_t pid = 0;
    return start(argv, POSIX_SPAWN_SETSID, &pid);
}
