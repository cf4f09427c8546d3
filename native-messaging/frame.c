/* SPDX-License-Identifier: MPL-2.0 */
#include "frame.h"
#include "base/buf.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <unistd.h>

/* Allocate memory as bytes arrive, not by the announced length. */
#define CHUNK ((size_t)16 << 10)

static ssize_t read_some(int fd, const sigset_t *waiting, void *into, size_t length)
{
    struct pollfd input = {.fd = fd, .events = POLLIN};
    for (;;) {
        ssize_t count;
        if (ppoll(&input, 1, NULL, waiting) < 0) {
            if (errno != EINTR)
                return -1;
            if (waiting)
                return 0;
            continue;
        }
        count = read(fd, into, length);
        if (count >= 0 || (errno != EINTR && errno != EAGAIN))
            return count;
    }
}

/* Returns fewer bytes than requested when the input ends. */
static ssize_t read_full(int fd, const sigset_t *waiting, unsigned char *into, size_t length)
{
    size_t done = 0;
    while (done < length) {
        ssize_t count = read_some(fd, waiting, into + done, length - done);
        if (count < 0)
            return -1;
        if (count == 0)
            break;
        done += (size_t)count;
    }
    return (ssize_t)done;
}

static enum nh_status broken(ssize_t count, struct nh_error *err)
{
    if (count < 0)
        return nh_fail_errno(err, NH_IO, errno, "Reading from the browser failed.");
    return nh_fail(err, NH_PROTOCOL, NULL, "The input ended in the middle of a message.");
}

static enum nh_status read_body(int fd, const sigset_t *waiting, size_t length, struct nh_buf *out,
                                struct nh_error *err)
{
    unsigned char chunk[CHUNK];
    while (length > 0) {
        size_t wanted = length < sizeof chunk ? length : sizeof chunk;
        ssize_t count = read_full(fd, waiting, chunk, wanted);
        enum nh_status status;
        if (count != (ssize_t)wanted)
            return broken(count, err);
        status = nh_buf_append(out, chunk, wanted, err);
        if (status)
            return status;
        length -= wanted;
    }
    return NH_OK;
}

enum nh_status nh_frame_read(int fd, const sigset_t *waiting, struct nh_buf *out, bool *end,
                             struct nh_error *err)
{
    uint32_t length = 0;
    ssize_t count = read_full(fd, waiting, (unsigned char *)&length, sizeof length);
    *end = false;
    nh_buf_reset(out);
    if (count == 0) {
        *end = true;
        return NH_OK;
    }
    if (count != (ssize_t)sizeof length)
        return broken(count, err);
    if (length > NH_FRAME_MAX)
        return nh_fail(err, NH_TOO_LARGE, NULL,
                       "A message of %lu bytes is over the limit of %zu bytes.",
                       (unsigned long)length, NH_FRAME_MAX);
    return read_body(fd, waiting, length, out, err);
}

static bool write_full(int fd, const unsigned char *data, size_t length)
{
    struct pollfd output = {.fd = fd, .events = POLLOUT};
    while (length > 0) {
        ssize_t count = write(fd, data, length);
        if (count >= 0) {
            data += count;
            length -= (size_t)count;
        } else if (errno == EAGAIN) {
            (void)poll(&output, 1, -1);
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

enum nh_status nh_frame_write(int fd, const void *data, size_t length, struct nh_error *err)
{
    uint32_t prefix = (uint32_t)length;
    if (length > NH_FRAME_MAX)
        return nh_fail(err, NH_TOO_LARGE, NULL,
                       "A reply of %zu bytes is over the limit of %zu bytes.", length,
                       NH_FRAME_MAX);
    if (!write_full(fd, (const unsigned char *)&prefix, sizeof prefix) ||
        !write_full(fd, data, length))
        return nh_fail_errno(err, NH_IO, errno, "Writing to the browser failed.");
    return NH_OK;
}
