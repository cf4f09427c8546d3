/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/followcommand.h"

#include "certificate/identity.h"
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const char *const names[] = {"RENEWED_OLD", "RENEWED_NEW", "RENEWED_PROFILE",
                                    "RENEWED_SUBJECT"};
#define NAMES (sizeof names / sizeof *names)

static int start_with(const posix_spawn_file_actions_t *actions, const char *command, pid_t *pid)
{
    char *const argv[] = {"sh", "-c", (char *)command, NULL};
    return posix_spawn(pid, "/bin/sh", actions, NULL, argv, environ);
}

/* Returns 0 or an error number. */
static int start(const char *command, pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    int error = posix_spawn_file_actions_init(&actions);
    if (error)
        return error;
    error = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (!error)
        error = posix_spawn_file_actions_adddup2(&actions, 2, 1);
    if (!error)
        error = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    if (!error)
        error = start_with(&actions, command, pid);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

static enum nh_status judge(int code, struct nh_error *err)
{
    if (WIFEXITED(code) && WEXITSTATUS(code) == 0)
        return NH_OK;
    if (WIFEXITED(code))
        return nh_fail(err, NH_COMMAND, NULL,
                       "The certificate is renewed, but the command that ran afterwards failed "
                       "with exit status %d.",
                       WEXITSTATUS(code));
    return nh_fail(err, NH_COMMAND, NULL,
                   "The certificate is renewed, but the command that ran afterwards was "
                   "ended by signal %d (%s).",
                   WTERMSIG(code), strsignal(WTERMSIG(code)));
}

enum nh_status cli_follow_run(struct cli *cli, const char *command, const char *old,
                              const struct nh_identity *identity, struct nh_error *err)
{
    const char *const values[] = {old, identity->fingerprint, cli->chosen.path, identity->subject};
    pid_t pid = 0;
    int code = 0;
    fflush(stdout);
    fflush(stderr);
    for (size_t i = 0; i < NAMES; i++)
        setenv(names[i], values[i], 1);
    int error = start(command, &pid);
    for (size_t i = 0; i < NAMES; i++)
        unsetenv(names[i]);
    if (error)
        return nh_fail_errno(err, NH_SYSTEM, error, "No further process can be started.");
    while (waitpid(pid, &code, 0) < 0 && errno == EINTR)
        ;
    return judge(code, err);
}
