/* SPDX-License-Identifier: MPL-2.0 */
/* Choose the profile to work on. */
#ifndef NH_BROWSER_CHOOSE_H
#define NH_BROWSER_CHOOSE_H

#include "base/status.h"
#include "browser/profile.h"
#include <sys/types.h>

/*
 * `wanted` is a name, "PRODUCT:name" if several profiles have that name, a folder, or NULL. With
 * NULL, it is the running profile, else the default of the installed browser, else the only one.
 * Those of Firefox and LibreWolf count first; others only if there are none. The caller resets
 * *out. NH_NO_PROFILE; NH_MANY_PROFILES, whose message names them, if it is not clear which one.
 */
enum nh_status nh_profile_choose(const char *wanted, struct nh_profile *out, struct nh_error *err);

/* Find the profile that the browser process `pid` has open. The caller resets *out.
   NH_NO_BROWSER. */
enum nh_status nh_profile_of_browser(pid_t pid, struct nh_profile *out, struct nh_error *err);

/*
 * Find the profile of the browser at the other ends of two pipes, for a program that a desktop
 * service has started for a browser in a snap or Flatpak. The browser must have the profile's lock
 * file open. The caller resets *profile. NH_NO_BROWSER, also if several browsers have the pipes
 * open.
 */
enum nh_status nh_profile_at_pipes(int in, int out, struct nh_profile *profile,
                                   struct nh_error *err);

#endif
