/* SPDX-License-Identifier: MPL-2.0 */
#include "browser/places.h"

#include "base/files.h"
#include "base/home.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum base { HOME, CONFIG, DATA };

/* An XDG folder counts if the program's old one in the home does not exist. */
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
_Static_assert(PLACES <= NH_PLACES_SIZE, "nh_places_find must have room");

static char *path_of(const struct place *place)
{
    switch (place->base) {
    case CONFIG: return nh_xdg_path(NH_XDG_CONFIG, place->path);
    case DATA: return nh_xdg_path(NH_XDG_DATA, place->path);
    default: return nh_path_join(nh_home(), place->path);
    }
}

/* Whether the program uses only its old folder. */
static bool is_old_home(const struct place *place, bool old_is_there)
{
    const char *legacy = getenv("MOZ_LEGACY_HOME");
    return old_is_there || (place->family != NH_CHROMIUM && legacy && strcmp(legacy, "1") == 0);
}

bool nh_places_find(struct nh_place out[NH_PLACES_SIZE], size_t *count)
{
    bool old_is_there = false;
    *count = 0;
    if (!nh_home())
        return false;
    for (const struct place *place = places; place < places + PLACES; place++) {
        struct nh_place *root = &out[*count];
        *root = (struct nh_place){place->product, place->family, place->packaging, ""};
        char *path = path_of(place);
        bool there = path && strlen(path) < PATH_MAX && access(path, F_OK) == 0;
        if (there)
            strcpy(root->path, path);
        free(path);
        if (there && (place->base == HOME || !is_old_home(place, old_is_there)))
            (*count)++;
        old_is_there = there && place->base == HOME;
    }
    return true;
}
