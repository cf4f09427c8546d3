/* SPDX-License-Identifier: MPL-2.0 */
/* List the profiles of this user's browsers. */
#ifndef NH_BROWSER_LISTED_H
#define NH_BROWSER_LISTED_H

#include "base/status.h"
#include "browser/profile.h"

/* List all profiles in profiles.ini files, and Chromium's databases. An empty list is no error.
   NH_CONFIG without HOME. */
enum nh_status nh_profiles_find(struct nh_profiles *out, struct nh_error *err);

#endif
