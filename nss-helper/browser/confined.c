/* SPDX-License-Identifier: MPL-2.0 */
#include "browser/confined.h"

#include "base/home.h"
#include "base/language.h"
#include "browser/listed.h"
#include "browser/places.h"
#include "browser/profile.h"
#include "machine/attendant.h"
#include "machine/confine.h"
#include "machine/downloads.h"
#include "machine/errands.h"

#include <limits.h>
#include <stdlib.h>

/* Where a path is needed no longer than until nh_confine has returned. */
struct kept {
    char *state, *config, *folders, downloads[PATH_MAX];
    struct nh_place places[NH_PLACES_SIZE];
    struct nh_profiles profiles;
};

static void add_always(struct nh_confined *to, struct kept *kept, const char *profile)
{
    kept->state = nh_xdg_path(NH_XDG_STATE, "nss-helper");
    kept->config = nh_xdg_path(NH_XDG_CONFIG, "nss-helper");
    kept->folders = nh_xdg_path(NH_XDG_CONFIG, "user-dirs.dirs");
    nh_confined_write(to, profile);
    nh_confined_write(to, kept->state);
    nh_confined_read(to, kept->config);
    nh_confined_read(to, kept->folders);
    nh_confined_read(to, nh_language_folder());
}

static void add_profiles(struct nh_confined *to, struct kept *kept)
{
    size_t count = 0;
    nh_places_find(kept->places, &count);
    for (size_t i = 0; i < count; i++)
        nh_confined_read(to, kept->places[i].path);
    nh_profiles_find(&kept->profiles, NULL);
    for (size_t i = 0; i < kept->profiles.count; i++)
        nh_confined_write(to, kept->profiles.items[i].path);
}

/* A temporary file of SQLite's, on a day when it needs one, lies where we may write. */
static void confine(struct nh_confined *stays, const char *profile, unsigned needs,
                    struct kept *kept)
{
    stays->home = needs & (NH_NEED_HOME | NH_NEED_FOLDER);
    stays->net = needs & NH_NEED_NET;
    stays->programs = needs & NH_NEED_PROGRAMS || !nh_attendant_is_there();
    add_always(stays, kept, profile);
    if (needs & NH_NEED_FOLDER && !nh_downloads_find(kept->downloads, NULL))
        nh_confined_write(stays, kept->downloads);
    if (needs & NH_NEED_PROFILES)
        add_profiles(stays, kept);
    if (kept->state)
        setenv("SQLITE_TMPDIR", kept->state, 1);
    nh_confine(stays);
}

void nh_profile_confine(const char *profile, unsigned needs, struct nh_confined *stays)
{
    struct kept kept = {.state = NULL};
    nh_errands_begin();
    nh_confine_limits();
    confine(stays, profile, needs, &kept);
    nh_profiles_reset(&kept.profiles);
    free(kept.state);
    free(kept.config);
    free(kept.folders);
}
