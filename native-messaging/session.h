/* SPDX-License-Identifier: MPL-2.0 */
/* The conversation of a port (PROTOCOL.md), from "hello" to the end of the input. */
#ifndef NH_SESSION_H
#define NH_SESSION_H

#include "base/status.h"
#include <signal.h>

struct nh_profile;

/*
 * Answer requests from `in` on `out`. `waiting` as in nh_frame_read. If the status of `refused` is
 * not NH_OK, there is no profile, and that error is the reply to "hello". Returns NH_OK when the
 * browser ended the conversation, else the error that ended it.
 */
enum nh_status nh_session_run(int in, int out, const sigset_t *waiting,
                              const struct nh_profile *profile, const struct nh_error *refused);

#endif
