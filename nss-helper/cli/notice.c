/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/notice.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

#define SERVICE "org.freedesktop.Notifications"

extern char **environ;

static bool silence(posix_spawn_file_actions_t *actions)
{
    return posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0) == 0 &&
           posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0) == 0 &&
           posix_spawn_file_actions_adddup2(actions, 1, 2) == 0;
}

/* busctl is wherever a systemd timer can have started this. */
void cli_notice_show(const char *summary, const char *body)
{
    char *const argv[] = {"busctl",
                          "--user",
                          "--timeout=5",
                          "--",
                          "call",
                          SERVICE,
                          "/org/freedesktop/Notifications",
                          SERVICE,
                          "Notify",
                          "susssasa{sv}i",
                          "nss-helper",
                          "0",
                          "dialog-password",
                          (char *)summary,
                          (char *)body,
                          "0",
                          "0",
                          "-1",
                          NULL};
    posix_spawn_file_actions_t actions;
    pid_t pid = 0;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return;
    if (silence(&actions) && posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ) == 0)
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
            ;
    posix_spawn_file_actions_destroy(&actions);
}
