/* SPDX-License-Identifier: MPL-2.0 */
/* Native messaging's frames: a length of four bytes in native order, then the bytes. */
#ifndef NH_FRAME_H
#define NH_FRAME_H

#include "base/status.h"
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

struct nh_buf;

/* Either way, as PROTOCOL.md says (and Firefox, for what comes from a host). */
#define NH_FRAME_MAX ((size_t)1 << 20)

/*
 * Read the next frame into `out` (emptied first). *end is set, and NH_OK returned,
 * when the input ends between two frames. The input ends, too, when it is empty and
 * a signal with a handler arrives that `waiting` lets in: `waiting` is the signal
 * mask while it waits for bytes, or NULL for the one in force, and then signals end
 * nothing. NH_TOO_LARGE before a byte of a frame over NH_FRAME_MAX is read,
 * NH_PROTOCOL when the input ends inside a frame, NH_IO.
 */
enum nh_status nh_frame_read(int fd, const sigset_t *waiting, struct nh_buf *out, bool *end,
                             struct nh_error *err);

/* Write one frame. NH_TOO_LARGE (nothing is written then) or NH_IO. */
enum nh_status nh_frame_write(int fd, const void *data, size_t length, struct nh_error *err);

#endif
