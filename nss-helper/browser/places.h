/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Where this user's browsers and mail programs keep their profiles. Firefox 147 and later, and
 * programs based on it, use $XDG_CONFIG_HOME unless the old folder exists or MOZ_LEGACY_HOME=1 is
 * set. Chromium uses $XDG_DATA_HOME/pki/nssdb unless ~/.pki/nssdb exists. Each snap and Flatpak has
 * its own home.
 */
#ifndef NH_BROWSER_PLACES_H
#define NH_BROWSER_PLACES_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

enum nh_family {
    NH_FIREFOX, /* Firefox and LibreWolf, which run the extension */
    NH_THUNDERBIRD,
    NH_CHROMIUM, /* one database for all browsers based on Chromium */
};

enum nh_packaging { NH_NATIVE, NH_SNAP, NH_FLATPAK };

struct nh_place {
    const char *product; /* "Firefox", "LibreWolf", "Thunderbird", "Chromium"; static */
    enum nh_family family;
    enum nh_packaging packaging;
    char path[PATH_MAX]; /* the folder with profiles.ini; for Chromium, with the database */
};

#define NH_PLACES_SIZE 32

/* Find the existing places, Firefox's first. False when HOME is not set. */
bool nh_places_find(struct nh_place out[NH_PLACES_SIZE], size_t *count);

#endif
