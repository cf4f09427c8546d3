/* SPDX-License-Identifier: MPL-2.0 */
#include "browser/places.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum base { HOME, CONFIG, DATA, BASES };

/* An XDG folder counts where the program's old one in the home is not there. */
static const struct place {
    const char *product;
    enum nh_family family;
    enum nh_packaging packaging;
    enum base base;
    const char *path;
} places[] = {
    {"Firefox", NH_FIREFOX, NH_NATIVE, HOME, ".mozilla/firefox"},
    {"Firefox", NH_FIREFOX, NH_NATIVE, CONFIG, "mozilla/firefox"},
    {"Firefox", NH_FIREFOX, NH_SNAP, HOME, "snap/firefox/common/.mozilla/firefox"},
    {"Firefox", NH_FIREFOX, NH_SNAP, HOME, "snap/firefox/common/.config/mozilla/firefox"},
    {"Firefox", NH_FIREFOX, NH_FLATPAK, HOME, ".var/app/org.mozilla.firefox/.mozilla/firefox"},
    {"Firefox", NH_FIREFOX, NH_FLATPAK, HOME,
     ".var/app/org.mozilla.firefox/config/mozilla/firefox"},
    {"LibreWolf", NH_FIREFOX, NH_NATIVE, HOME, ".librewolf"},
    {"LibreWolf", NH_FIREFOX, NH_NATIVE, CONFIG, "librewolf/librewolf"},
    {"LibreWolf", NH_FIREFOX, NH_FLATPAK, HOME,
     ".var/app/io.gitlab.librewolf-community/.librewolf"},
    {"LibreWolf", NH_FIREFOX, NH_FLATPAK, HOME,
     ".var/app/io.gitlab.librewolf-community/.config/librewolf/librewolf"},
    {"LibreWolf", NH_FIREFOX, NH_FLATPAK, HOME,
     ".var/app/io.gitlab.librewolf-community/config/librewolf/librewolf"},
    {"Thunderbird", NH_THUNDERBIRD, NH_NATIVE, HOME, ".thunderbird"},
    {"Thunderbird", NH_THUNDERBIRD, NH_NATIVE, CONFIG, "thunderbird"},
    {"Thunderbird", NH_THUNDERBIRD, NH_SNAP, HOME, "snap/thunderbird/common/.thunderbird"},
    {"Thunderbird", NH_THUNDERBIRD, NH_FLATPAK, HOME,
     ".var/app/org.mozilla.Thunderbird/.thunderbird"},
    {"Thunderbird", NH_THUNDERBIRD, NH_FLATPAK, HOME,
     ".var/app/org.mozilla.thunderbird/.thunderbird"},
    {"Chromium", NH_CHROMIUM, NH_NATIVE, HOME, ".pki/nssdb"},
    {"Chromium", NH_CHROMIUM, NH_NATIVE, DATA, "pki/nssdb"},
    {"Chromium", NH_CHROMIUM, NH_SNAP, HOME, "snap/chromium/current/.pki/nssdb"},
    {"Chromium", NH_CHROMIUM, NH_FLATPAK, HOME, ".var/app/org.chromium.Chromium/data/pki/nssdb"},
    {"Chrome", NH_CHROMIUM, NH_FLATPAK, HOME, ".var/app/com.google.Chrome/data/pki/nssdb"},
};

#define PLACES (sizeof places / sizeof *places)
_Static_assert(PLACES <= NH_PLACES_MAX, "nh_places_find must have room");

/* The XDG base directories: a relative value is to be ignored. */
static bool find_bases(char bases[BASES][PATH_MAX])
{
    static const char *const usual[] = {"", "/.config", "/.local/share"};
    const char *given[] = {NULL, getenv("XDG_CONFIG_HOME"), getenv("XDG_DATA_HOME")};
    const char *home = getenv("HOME");
    if (!home || *home != '/')
        return false;
    for (size_t i = 0; i < BASES; i++) {
        if (given[i] && *given[i] == '/')
            snprintf(bases[i], PATH_MAX, "%s", given[i]);
        else
            snprintf(bases[i], PATH_MAX, "%s%s", home, usual[i]);
    }
    return true;
}

/* Does the program look only into its old folder? */
static bool is_old_home(const struct place *place, bool old_is_there)
{
    const char *legacy = getenv("MOZ_LEGACY_HOME");
    return old_is_there || (place->family != NH_CHROMIUM && legacy && strcmp(legacy, "1") == 0);
}

bool nh_places_find(struct nh_place out[NH_PLACES_MAX], size_t *count)
{
    char bases[BASES][PATH_MAX];
    bool old_is_there = false;
    *count = 0;
    if (!find_bases(bases))
        return false;
    for (const struct place *place = places; place < places + PLACES; place++) {
        struct nh_place *root = &out[*count];
        *root = (struct nh_place){place->product, place->family, place->packaging, ""};
        int length = snprintf(root->path, PATH_MAX, "%s/%s", bases[place->base], place->path);
        bool there = length < PATH_MAX && access(root->path, F_OK) == 0;
        if (there && (place->base == HOME || !is_old_home(place, old_is_there)))
            (*count)++;
        old_is_there = there && place->base == HOME;
    }
    return true;
}
