/* SPDX-License-Identifier: MPL-2.0 */
#include "machine/seat.h"

#include "base/home.h"

#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* Bind a socket to an abstract name (unix(7)), which is freed with the socket. Nobody connects to
   it. */
static int take(const char *name, const struct stat *home, int seat)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int length =
        snprintf(address.sun_path + 1, sizeof address.sun_path - 1, "nss-helper-%s-%llx-%llx-%d",
                 name, (unsigned long long)home->st_dev, (unsigned long long)home->st_ino, seat);
    int held = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1) + (socklen_t)length;
    if (held >= 0 && bind(held, (struct sockaddr *)&address, size) < 0) {
        close(held);
        held = -1;
    }
    return held;
}

int nh_seat_take(const char *name, int seats)
{
    int held = -1;
    struct stat home;
    if (!nh_home() || stat(nh_home(), &home) < 0)
        return -1;
    for (int seat = 0; seat < seats && held < 0; seat++)
        held = take(name, &home, seat);
    return held;
}
