/* SPDX-License-Identifier: MPL-2.0 */
/* The profiles that the browsers of this user have listed. */
#ifndef NH_BROWSER_LISTED_H
#define NH_BROWSER_LISTED_H

#include "base/status.h"
#include "browser/profile.h"

/* All that profiles.ini files name, and Chromium's databases. None is no error. */
enum nh_status nh_profiles_find(struct nh_profiles *out, struct nh_error *err);

#endif
