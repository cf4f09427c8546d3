/* SPDX-License-Identifier: MPL-2.0 */
/* One port's conversation (PROTOCOL.md), from hello to the end of the input. */
#ifndef NH_SESSION_H
#define NH_SESSION_H

#include "base/status.h"
#include <signal.h>

struct nh_profile;

/*
 * Answer what comes from `in` on `out`. `waiting` as in nh_frame_read. With
 * `refused` (its status is not NH_OK) there is no profile: hello is answered with
 * that. The result is NH_OK when the browser ended it, else what ended it.
 */
enum nh_status nh_session_run(int in, int out, const sigset_t *waiting,
                              const struct nh_profile *profile, const struct nh_error *refused);

#endif
