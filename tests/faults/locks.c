/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Watches or holds the locks of a profile's databases, from another process, until standard input
 * ends.
 *
 *   locks PROFILE watch      how long any lock was held at the longest, in milliseconds
 *   locks PROFILE reserved   holds SQLite's RESERVED lock: others may read, but not write
 *   locks PROFILE exclusive  holds its EXCLUSIVE lock: others may not even read
 *
 * It prints "ready" once it watches or holds them.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* https://www.sqlite.org/src/file?name=src/os.h PENDING_BYTE: pending, reserved, and 510
   bytes of readers. */
#define LOCKS 0x40000000
#define ALL 512

static const char *const databases[] = {"cert9.db", "key4.db"};

static bool is_locked(int fd)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCKS, .l_len = ALL};
    return fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

static bool hold(int fd, bool exclusive)
{
    struct flock lock = {.l_type = F_WRLCK,
                         .l_whence = SEEK_SET,
                         .l_start = exclusive ? LOCKS : LOCKS + 1,
                         .l_len = exclusive ? ALL : 1};
    return fcntl(fd, F_SETLK, &lock) == 0;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static bool is_over(int milliseconds)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&input, 1, milliseconds) != 0;
}

static double watch(const int fds[2])
{
    double since[2] = {0, 0}, longest = 0;
    while (!is_over(1)) {
        double t = now();
        for (int i = 0; i < 2; i++) {
            if (!is_locked(fds[i]))
                since[i] = 0;
            else if (since[i] == 0)
                since[i] = t;
            else if (t - since[i] > longest)
                longest = t - since[i];
        }
    }
    return longest;
}

int main(int argc, char *argv[])
{
    int fds[2];
    if (argc != 3) {
        fprintf(stderr, "usage: locks PROFILE watch|reserved|exclusive\n");
        return 64;
    }
    bool watches = strcmp(argv[2], "watch") == 0;
    for (int i = 0; i < 2; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", argv[1], databases[i]);
        fds[i] = open(path, O_RDWR | O_CLOEXEC);
        if (fds[i] < 0 || (!watches && !hold(fds[i], strcmp(argv[2], "exclusive") == 0))) {
            perror(path);
            return 1;
        }
    }
    puts("ready");
    fflush(stdout);
    if (watches)
        printf("%.0f\n", watch(fds));
    else
        is_over(-1);
    return 0;
}
