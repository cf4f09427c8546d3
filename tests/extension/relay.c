/* SPDX-License-Identifier: MPL-2.0 */
/* relay SOCKET: is the host that Firefox starts, and passes everything on between Firefox and the
 * test that plays the host (host.mjs). It ends with either of them. */
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int join(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0 || strlen(path) >= sizeof address.sun_path)
        return -1;
    strcpy(address.sun_path, path);
    return connect(fd, (struct sockaddr *)&address, sizeof address) == 0 ? fd : -1;
}

/* Passes on what is there. False at the end. */
static bool pass(int from, int to)
{
    char bytes[65536];
    ssize_t length = read(from, bytes, sizeof bytes);

    for (ssize_t written, done = 0; done < length; done += written) {
        written = write(to, bytes + done, (size_t)(length - done));
        if (written < 0)
            return false;
    }
    return length > 0;
}

int main(int argc, char *argv[])
{
    int test = argc > 1 ? join(argv[1]) : -1;
    struct pollfd ends[] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = test, .events = POLLIN}};

    if (test < 0) {
        perror("relay");
        return 1;
    }
    while (poll(ends, 2, -1) > 0) {
        if (ends[0].revents && !pass(STDIN_FILENO, test)) {
            shutdown(test, SHUT_WR);
            ends[0].fd = -1;
        }
        if (ends[1].revents && !pass(test, STDOUT_FILENO))
            break;
    }
    return 0;
}
