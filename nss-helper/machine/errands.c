/* SPDX-License-Identifier: MPL-2.0 */
/* Whoever asks may be in the hands of a stranger: what is asked for is looked at, and each errand
   is one that harms nobody. The program of a window is chosen here. */
#include "machine/errands.h"

#include "machine/attendant.h"
#include "machine/filemanager.h"
#include "machine/group.h"
#include "machine/pinentry.h"
#include "machine/process.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static pid_t window; /* that runs, or 0 */

static void wait_for_window(const char *unused, struct nh_errand_reply *reply)
{
    (void)unused;
    (void)reply;
    while (window > 0 && waitpid(window, NULL, 0) < 0 && errno == EINTR)
        continue;
    window = 0;
}

/* One at a time. */
static void open_window(const char *language, struct nh_errand_reply *reply)
{
    if (window > 0)
        return;
    if (*language && !language[strspn(language, "abcdefghijklmnopqrstuvwxyz")])
        setenv("LANGUAGE", language, 1);
    reply->number = window = nh_pinentry_start(&reply->fd);
}

static void end_window(const char *unused, struct nh_errand_reply *reply)
{
    (void)unused;
    (void)reply;
    if (window > 0)
        kill(window, SIGTERM);
}

static void show_file(const char *path, struct nh_errand_reply *reply)
{
    reply->number = *path == '/' && !nh_filemanager_show(path, NULL);
}

static void find_holder(const char *path, struct nh_errand_reply *reply)
{
    reply->number = nh_process_holding(path);
}

static void find_folder(const char *process, struct nh_errand_reply *reply)
{
    char *folder = nh_process_folder(atoi(process));
    snprintf(reply->text, sizeof reply->text, "%s", folder ? folder : "");
    free(folder);
}

static void look_at_group(const char *number, struct nh_errand_reply *reply)
{
    reply->number = nh_group_is_own((gid_t)strtoul(number, NULL, 10));
}

void nh_errands_begin(void)
{
    static nh_errand_run *const table[NH_ERRANDS] = {
        [NH_ERRAND_WINDOW] = open_window,   [NH_ERRAND_END] = end_window,
        [NH_ERRAND_WAIT] = wait_for_window, [NH_ERRAND_SHOW] = show_file,
        [NH_ERRAND_HOLDER] = find_holder,   [NH_ERRAND_FOLDER] = find_folder,
        [NH_ERRAND_GROUP] = look_at_group,
    };
    nh_attendant_start(table);
}
