/* SPDX-License-Identifier: MPL-2.0 */
#ifndef PORTAL_LISTEN_H
#define PORTAL_LISTEN_H

#include <stdbool.h>

/* Sockets on 127.0.0.1 and ::1 with the same port: fd[1] is -1 where there is no
 * IPv6. *port 0 is a free one; the one taken is put there. */
bool listen_loopback(int *port, int fd[2]);

#endif
