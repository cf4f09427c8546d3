/* SPDX-License-Identifier: MPL-2.0 */
/* The profiles of this user's browsers and mail programs. places.h knows where they are. */
#ifndef NH_BROWSER_PROFILE_H
#define NH_BROWSER_PROFILE_H

#include "base/status.h"
#include "browser/places.h"
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct nh_profile {
    char *name;          /* in profiles.ini, or the folder's name */
    char *path;          /* absolute */
    char *browser;       /* the program's folder; NULL when unknown */
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
 * Fill *profile for the absolute folder `path`. `root`: where it is listed, or NULL. False without
 * memory.
 */
bool nh_profile_look(struct nh_profile *profile, const char *name, const char *path,
                     const struct nh_place *root);

#endif
