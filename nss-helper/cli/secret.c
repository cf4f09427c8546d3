/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/secret.h"

#include "base/buf.h"
#include "base/files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum nh_status parse_descriptor(const char *text, int *fd, struct nh_error *err)
{
    char *end = NULL;
    long number = strtol(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end || number > INT_MAX)
        return nh_fail(err, NH_USAGE, NULL, "\"%s\" is not the number of a descriptor.", text);
    if (fcntl((int)number, F_GETFD) < 0)
        return nh_fail_errno(err, NH_NO_INPUT, errno, "The descriptor %ld is not open.", number);
    *fd = (int)number;
    return NH_OK;
}

static enum nh_status cut_line(struct nh_buf *out, size_t least, struct nh_error *err)
{
    if (out->length > 0 && out->data[out->length - 1] == '\n')
        out->length--;
    if (out->length > 0 && out->data[out->length - 1] == '\r')
        out->length--;
    if (out->length < least)
        return nh_fail(err, NH_BAD_DATA, NULL, "The password is empty.");
    if (out->length > 0 && memchr(out->data, '\n', out->length))
        return nh_fail(err, NH_BAD_DATA, NULL, "The password has to be one line: there are more.");
    if (out->length > 0 && memchr(out->data, '\0', out->length))
        return nh_fail(err, NH_BAD_DATA, NULL, "The password has a byte in it that is no text.");
    return nh_buf_append(out, "", 1, err);
}

enum nh_status cli_secret_read(const char *file, const char *descriptor, size_t least, size_t most,
                               struct nh_buf *out, struct nh_error *err)
{
    struct nh_buf line = {.limit = most + 3}; /* CR, LF, NUL */
    enum nh_status status = NH_OK;
    int fd = -1;
    if (!file)
        status = parse_descriptor(descriptor, &fd, err);
    else
        fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (!status && fd < 0)
        status = nh_fail_errno(err, NH_NO_INPUT, errno, "%s can't be opened.", file);
    if (fd >= 0)
        status = nh_fd_read(fd, "The password", &line, err);
    if (!status)
        status = cut_line(&line, least, err);
    if (file && fd >= 0)
        close(fd);
    if (!status)
        *out = line;
    else
        nh_buf_reset(&line);
    return status;
}
