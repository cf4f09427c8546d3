/* SPDX-License-Identifier: MPL-2.0 */
/* The profiles of this user's browsers and mail programs. Where they lie: places.h. */
#ifndef NH_BROWSER_PROFILE_H
#define NH_BROWSER_PROFILE_H

#include "base/status.h"
#include "browser/places.h"
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct nh_profile {
    char *name;          /* of profiles.ini, or the folder's own name */
    char *path;          /* absolute */
    char *browser;       /* folder of the program, or NULL when unknown */
    const char *product; /* as in product.h; NULL when unknown */
    enum nh_family family;
    enum nh_packaging packaging;
    pid_t pid;   /* of the program that has it open, or 0 */
    bool chosen; /* the default of an installed browser */
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
                     const struct nh_place *root);

#endif
