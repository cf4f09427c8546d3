/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Where the browsers and mail programs of this user keep their profiles. Firefox 147 and
 * later, and what is made of it, use $XDG_CONFIG_HOME unless the old folder is there
 * already or MOZ_LEGACY_HOME=1; Chromium uses $XDG_DATA_HOME/pki/nssdb unless ~/.pki/nssdb
 * is there. Snap and Flatpak have a home of their own for each program.
 */
#ifndef NH_BROWSER_PLACES_H
#define NH_BROWSER_PLACES_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

enum nh_family {
    NH_FIREFOX, /* Firefox and LibreWolf: the extension runs there */
    NH_THUNDERBIRD,
    NH_CHROMIUM, /* one database for all browsers made of Chromium */
};

enum nh_packaging { NH_NATIVE, NH_SNAP, NH_FLATPAK };

struct nh_place {
    const char *product; /* "Firefox", "LibreWolf", "Thunderbird", "Chromium"; static */
    enum nh_family family;
    enum nh_packaging packaging;
    char path[PATH_MAX]; /* the folder with profiles.ini; Chromium's is the database itself */
};

#define NH_PLACES_MAX 32

/* Those that are there, Firefox first. False when HOME names no folder. */
bool nh_places_find(struct nh_place out[NH_PLACES_MAX], size_t *count);

#endif
