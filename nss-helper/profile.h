/* SPDX-License-Identifier: MPL-2.0 */
/* The profiles of this user's browsers and mail programs. Where they lie: roots.h. */
#ifndef NH_PROFILE_H
#define NH_PROFILE_H

#include "roots.h"
#include "status.h"
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct nh_profile {
    char *name;           /* of profiles.ini, or the folder's own name */
    char *path;           /* absolute */
    char *browser;        /* folder of the program, or NULL when unknown */
    const char *product;  /* as in product.h; NULL when unknown */
    enum nh_family family;
    enum nh_packaging packaging;
    pid_t pid;            /* of the program that has it open, or 0 */
    bool chosen;          /* the default of an installed browser */
};

struct nh_profiles {
    struct nh_profile *items;
    size_t count;
};

void nh_profile_reset(struct nh_profile *profile);
void nh_profiles_reset(struct nh_profiles *profiles);

/*
 * Fill in what can be seen of the profile in the absolute folder `path`. `root`: where it
 * was listed, or NULL. False without memory.
 */
bool nh_profile_look(struct nh_profile *profile, const char *name, const char *path,
                     const struct nh_root *root);

/* All that profiles.ini files name, and Chromium's databases. None is no error. */
enum nh_status nh_profiles_find(struct nh_profiles *out, struct nh_error *err);

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
 * As nh_runtime_enter, on an NSS that can read the profile: its browser's own, and where
 * that can't be used and the system's is too old for its primary password, that of
 * another Firefox or Thunderbird which is installed for all users.
 */
enum nh_status nh_profile_enter(const struct nh_profile *profile, char *const argv[],
                                struct nh_error *err);

#endif
