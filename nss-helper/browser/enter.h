/* SPDX-License-Identifier: MPL-2.0 */
/* Use an NSS that can read a profile. */
#ifndef NH_BROWSER_ENTER_H
#define NH_BROWSER_ENTER_H

#include "base/status.h"

struct nh_profile;

/*
 * As nh_runtime_enter, with the NSS of the profile's browser. If that can't be used and the
 * system's NSS is too old for the profile's primary password, with the NSS of another Firefox or
 * Thunderbird that is installed for all users.
 */
enum nh_status nh_profile_enter(const struct nh_profile *profile, char *const argv[],
                                struct nh_error *err);

#endif
