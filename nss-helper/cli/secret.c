/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/secret.h"

#include "base/buf.h"
#include "base/files.h"
#include "base/language.h"
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum nh_status parse_descriptor(const char *text, int *fd, struct nh_error *err)
{
    char *end = NULL;
    long number = strtol(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end || number > INT_MAX)
        return nh_fail(err, NH_USAGE, NULL, "\"%s\" is not the number of a descriptor.", text);
    if (fcntl((int)number, F_GETFD) < 0)
        return nh_fail_errno(err, NH_NO_INPUT, errno, "Descriptor %ld is not open.", number);
    *fd = (int)number;
    return NH_OK;
}

static enum nh_status fail_long(size_t most, struct nh_error *err)
{
    return nh_fail(err, NH_TOO_LARGE, NULL, "The password is longer than %zu bytes.", most);
}

static enum nh_status cut_line(struct nh_buf *out, size_t least, size_t most, struct nh_error *err)
{
    if (out->length > 0 && out->data[out->length - 1] == '\n')
        out->length--;
    if (out->length > 0 && out->data[out->length - 1] == '\r')
        out->length--;
    if (out->length > most)
        return fail_long(most, err);
    if (out->length < least)
        return nh_fail(err, NH_BAD_DATA, NULL, "The password is empty.");
    if (out->length > 0 && memchr(out->data, '\n', out->length))
        return nh_fail(err, NH_BAD_DATA, NULL, "The password must be a single line.");
    if (out->length > 0 && memchr(out->data, '\0', out->length))
        return nh_fail(err, NH_BAD_DATA, NULL, "The password contains a byte that is not text.");
    return nh_buf_append(out, "", 1, err);
}

/* The errors name the file or descriptor. */
static enum nh_status read_line(int fd, const char *name, size_t least, size_t most,
                                struct nh_buf *line, struct nh_error *err)
{
    enum nh_status status = nh_fd_read(fd, name, line, err);
    if (status == NH_TOO_LARGE)
        status = fail_long(most, err);
    if (!status)
        status = cut_line(line, least, most, err);
    return status ? cli_fail_file(name, err) : NH_OK;
}

static bool is_folder(int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
}

enum nh_status cli_secret_read(const char *file, const char *descriptor, size_t least, size_t most,
                               struct nh_buf *out, struct nh_error *err)
{
    struct nh_buf line = {.limit = most + 3, .secret = true}; /* CR, LF, NUL */
    enum nh_status status = NH_OK;
    char number[40];
    const char *name = file ? file : number;
    int fd = -1;
    snprintf(number, sizeof number, _("Descriptor %.11s"), file ? "" : descriptor);
    if (!file)
        status = parse_descriptor(descriptor, &fd, err);
    else
        fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (!status && fd < 0)
        status = nh_fail_open(err, errno, file);
    if (file && !status && is_folder(fd))
        status = nh_fail_open(err, EISDIR, file);
    if (!status)
        status = read_line(fd, name, least, most, &line, err);
    if (file && fd >= 0)
        close(fd);
    if (!status)
        *out = line;
    else
        nh_buf_reset(&line);
    return status;
}
