/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/handed.h"

#include "base/files.h"
#include "cli/secret.h"
#include "machine/pinentry.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum nh_status cli_handed_read(const char *descriptor, struct cli_handed *out, struct nh_error *err)
{
    struct cli_handed it = {.fd = -1};
    enum nh_status status =
        descriptor ? cli_secret_read(NULL, descriptor, 1, NH_PASSWORD_MAX, &it.line, err) : NH_OK;
    if (status)
        return status;
    if (descriptor)
        it.fd = (int)strtol(descriptor, NULL, 10);
    *out = it;
    return NH_OK;
}

/* The longest secret fits into a pipe without a reader. */
bool cli_handed_give(const struct cli_handed *it)
{
    int ends[2];
    if (!it->line.length)
        return true;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    bool given =
        nh_fd_write(ends[1], it->line.data, it->line.length - 1) && nh_fd_write(ends[1], "\n", 1);
    close(ends[1]);
    return given &&
           (ends[0] == it->fd ? fcntl(it->fd, F_SETFD, 0) == 0 : dup2(ends[0], it->fd) == it->fd);
}

void cli_handed_reset(struct cli_handed *it)
{
    nh_buf_reset(&it->line);
}
