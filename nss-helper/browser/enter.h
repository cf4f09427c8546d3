/* SPDX-License-Identifier: MPL-2.0 */
/* The NSS that can read a profile. */
#ifndef NH_BROWSER_ENTER_H
#define NH_BROWSER_ENTER_H

#include "base/status.h"

struct nh_profile;

/*
 * As nh_runtime_enter, on an NSS that can read the profile: its browser's own, and where
 * that can't be used and the system's is too old for its primary password, that of
 * another Firefox or Thunderbird which is installed for all users.
 */
enum nh_status nh_profile_enter(const struct nh_profile *profile, char *const argv[],
                                struct nh_error *err);

#endif
