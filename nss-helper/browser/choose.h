/* SPDX-License-Identifier: MPL-2.0 */
/* Which profile is meant. */
#ifndef NH_BROWSER_CHOOSE_H
#define NH_BROWSER_CHOOSE_H

#include "base/status.h"
#include "browser/profile.h"
#include <sys/types.h>

/*
 * The one to work on. `wanted`: a name, "PRODUCT:name" where several have that name, a
 * folder, or NULL: then the running one, else the default of the installed browser, else
 * the only one, of Firefox and LibreWolf; of the others only where there is none of those.
 * NH_NO_PROFILE, or NH_MANY_PROFILES with their names: it never guesses.
 */
enum nh_status nh_profile_choose(const char *wanted, struct nh_profile *out, struct nh_error *err);

/* The profile that the browser process `pid` has open. NH_NO_BROWSER. */
enum nh_status nh_profile_of_browser(pid_t pid, struct nh_profile *out, struct nh_error *err);

/*
 * The profile of the browser at the other ends of two pipes, for a program that a service of
 * the desktop has started for a browser in a box. The lock that this browser has open has to be
 * that of the profile. NH_NO_BROWSER, also where two such browsers have these pipes open.
 */
enum nh_status nh_profile_at_pipes(int in, int out, struct nh_profile *profile,
                                   struct nh_error *err);

#endif
