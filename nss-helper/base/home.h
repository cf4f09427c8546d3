/* SPDX-License-Identifier: MPL-2.0 */
/* The caller's own home. */
#ifndef NH_BASE_HOME_H
#define NH_BASE_HOME_H

#include "base/status.h"

/* $HOME, a folder that belongs to the caller: root in another user's home would leave files
   there that the user can't change. NH_CONFIG, NH_PERMISSION. It belongs to the environment. */
enum nh_status nh_home_find(const char **home, struct nh_error *err);

#endif
