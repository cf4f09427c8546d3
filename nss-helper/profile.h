/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The browser profiles of this user. Firefox 147 and later keep them below
 * $XDG_CONFIG_HOME/mozilla/firefox, unless ~/.mozilla/firefox is there already
 * or MOZ_LEGACY_HOME=1.
 */
#ifndef NH_PROFILE_H
#define NH_PROFILE_H

#include "status.h"
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct nh_profile {
    char *name;    /* of profiles.ini, or the folder's own name */
    char *path;    /* absolute */
    char *browser; /* folder of the browser's program, or NULL when unknown */
    pid_t pid;     /* of the browser that has it open, or 0 */
    bool chosen;   /* the default of an installed browser */
};

struct nh_profiles {
    struct nh_profile *items;
    size_t count;
};

void nh_profile_reset(struct nh_profile *profile);
void nh_profiles_reset(struct nh_profiles *profiles);

/* All profiles named by the user's profiles.ini files. None is no error. */
enum nh_status nh_profiles_find(struct nh_profiles *out, struct nh_error *err);

/*
 * The one to work on. `wanted`: a name of profiles.ini, a folder, or NULL: then
 * the running one, else the default of the installed browser, else the only one.
 * NH_NO_PROFILE, or NH_MANY_PROFILES with their names: it never guesses.
 */
enum nh_status nh_profile_choose(const char *wanted, struct nh_profile *out, struct nh_error *err);

/* The profile that the browser process `pid` has open. NH_NO_BROWSER. */
enum nh_status nh_profile_of_browser(pid_t pid, struct nh_profile *out, struct nh_error *err);

#endif
