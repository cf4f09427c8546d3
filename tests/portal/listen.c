/* SPDX-License-Identifier: MPL-2.0 */
#include "listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int listen_on(int family, const struct sockaddr *address, socklen_t size)
{
    int on = 1;
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    if (bind(fd, address, size) == 0 && listen(fd, 64) == 0)
        return fd;
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

static int listen_v4(int *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)*port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int fd = listen_on(AF_INET, (struct sockaddr *)&address, size);

    if (fd >= 0 && getsockname(fd, (struct sockaddr *)&address, &size) == 0)
        *port = ntohs(address.sin_port);
    return fd;
}

static int listen_v6(int port)
{
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port),
                                   .sin6_addr = IN6ADDR_LOOPBACK_INIT};

    return listen_on(AF_INET6, (struct sockaddr *)&address, sizeof address);
}

/* Another program on [::1] with our port would get half of our visitors. */
bool listen_loopback(int *port, int fd[2])
{
    int wanted = *port;

    for (int tries = 0; tries < 20; tries++) {
        *port = wanted;
        fd[0] = listen_v4(port);
        if (fd[0] < 0)
            break;
        fd[1] = listen_v6(*port);
        if (fd[1] >= 0 || errno != EADDRINUSE)
            return true;
        close(fd[0]);
        errno = EADDRINUSE;
        if (wanted)
            break;
    }
    fprintf(stderr, "portal: port %d of this machine: %s\n", wanted, strerror(errno));
    return false;
}
