/* SPDX-License-Identifier: MPL-2.0 */
/* Frames of native messaging: a length of four bytes in native byte order, then the message. */
#ifndef NH_FRAME_H
#define NH_FRAME_H

#include "base/status.h"
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

struct nh_buf;

/* The most bytes of a message in either direction (PROTOCOL.md; Firefox has the same limit for
   hosts). */
#define NH_FRAME_MAX ((size_t)1 << 20)

/*
 * Read the next frame into `out`, which is emptied first. When the input ends between two frames,
 * set *end and return NH_OK. `waiting` is the signal mask while waiting for bytes: a handled signal
 * that it lets in ends the input, too. If it is NULL, signals end nothing. NH_TOO_LARGE for a frame
 * over NH_FRAME_MAX, of which nothing is read; NH_PROTOCOL when the input ends inside a frame;
 * NH_IO.
 */
enum nh_status nh_frame_read(int fd, const sigset_t *waiting, struct nh_buf *out, bool *end,
                             struct nh_error *err);

/* Write a frame. NH_TOO_LARGE, and nothing is written, or NH_IO. */
enum nh_status nh_frame_write(int fd, const void *data, size_t length, struct nh_error *err);

#endif
