/* SPDX-License-Identifier: MPL-2.0 */
/* The host, which Firefox starts for each port: nss-helper-host MANIFEST EXTENSION-ID */
#include "browser/choose.h"
#include "browser/enter.h"
#include "browser/manifest.h"
#include "browser/profile.h"
#include "nss/runtime.h"
#include "nss/store.h"
#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void interrupted(int number)
{
    (void)number; /* its arrival is enough to end the wait of nh_frame_read */
}

/*
 * Block the browser's signals to stop except while waiting for the next message, so that work is
 * not interrupted. *waiting is the mask for waiting.
 */
static void hold_signals(sigset_t *waiting)
{
    static const int wishes[] = {SIGTERM, SIGINT, SIGHUP};
    struct sigaction action = {.sa_handler = interrupted};
    sigset_t held;
    sigemptyset(&held);
    sigprocmask(SIG_BLOCK, NULL, waiting);
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++) {
        sigaction(wishes[i], &action, NULL);
        sigaddset(&held, wishes[i]);
        sigdelset(waiting, wishes[i]);
    }
    sigprocmask(SIG_BLOCK, &held, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
}

/* Move the pipes away from descriptors 0 and 1, so that no library can read or write the
   messages. */
static bool take_channels(int *in, int *out)
{
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    *in = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
    *out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    bool taken = nowhere >= 0 && *in >= 0 && *out >= 0 && dup2(nowhere, STDIN_FILENO) >= 0 &&
                 dup2(nowhere, STDOUT_FILENO) >= 0;
    if (nowhere > STDERR_FILENO)
        close(nowhere);
    return taken;
}

/* Wait until something has arrived, without reading it. */
static bool hears(int in)
{
    struct pollfd input = {.fd = in, .events = POLLIN};
    while (poll(&input, 1, -1) < 0 && errno == EINTR)
        continue;
    return input.revents & POLLIN;
}

/*
 * Firefox is the parent process. In a snap or Flatpak, a desktop service starts this program, and
 * Firefox gets the other ends of the pipes only afterwards: it has them once it has written a
 * message.
 */
static enum nh_status find_profile(struct nh_profile *profile, struct nh_error *refused)
{
    struct stat input;
    enum nh_status status = nh_profile_of_browser(getppid(), profile, refused);
    if (status != NH_NO_BROWSER || fstat(STDIN_FILENO, &input) < 0 || !S_ISFIFO(input.st_mode) ||
        !hears(STDIN_FILENO) || nh_profile_at_pipes(STDIN_FILENO, STDOUT_FILENO, profile, NULL))
        return status;
    *refused = (struct nh_error){0};
    return NH_OK;
}

/* This prevents mistakes, not attacks: anybody can pass these arguments. */
static bool is_started_by_extension(int argc, char *const argv[])
{
    return argc == 3 && argv[1][0] == '/' && strcmp(argv[2], NH_MANIFEST_EXTENSION) == 0;
}

static int explain(const char *program)
{
    fprintf(stderr,
            "usage: %s MANIFEST %s\n"
            "       %s --version\n"
            "Firefox starts this program for the extension; people use nss-helper.\n",
            program, NH_MANIFEST_EXTENSION, program);
    return NH_USAGE;
}

int main(int argc, char *argv[])
{
    struct nh_profile profile = {0};
    struct nh_error refused = {0};
    sigset_t waiting;
    int in = -1, out = -1;
    nh_runtime_clean();
    nh_runtime_harden();
    umask(077);
    if (argc == 2 && strcmp(argv[1], "--version") == 0)
        return printf("nss-helper-host %s\n", NH_VERSION) < 0 ? NH_IO : NH_OK;
    if (!is_started_by_extension(argc, argv))
        return explain(argc > 0 ? argv[0] : "nss-helper-host");
    if (!find_profile(&profile, &refused))
        nh_profile_enter(&profile, argv, &refused);
    hold_signals(&waiting);
    if (!take_channels(&in, &out)) {
        fprintf(stderr, "nss-helper-host: no standard input or output: %s\n", strerror(errno));
        return NH_SYSTEM;
    }
    enum nh_status status = nh_session_run(in, out, &waiting, &profile, &refused);
    if (nh_store_leaked())
        fprintf(stderr, "nss-helper-host: NSS still holds references: a leak in this program.\n");
    nh_profile_reset(&profile);
    return (int)status;
}
