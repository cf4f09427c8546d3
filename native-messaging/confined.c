/* SPDX-License-Identifier: MPL-2.0 */
#include "confined.h"

#include "base/files.h"
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

static void add_always(struct nh_confined *to, struct kept *kept, const struct nh_port *port)
{
    kept->state = nh_xdg_path(NH_XDG_STATE, "nss-helper");
    kept->config = nh_xdg_path(NH_XDG_CONFIG, "nss-helper");
    kept->folders = nh_xdg_path(NH_XDG_CONFIG, "user-dirs.dirs");
    nh_confined_write(to, port->profile->path);
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
static void confine(const struct nh_port *port, unsigned needs, struct kept *kept)
{
    struct nh_confined stays = {.home = needs & NH_NEED_FOLDER,
                                .net = needs & NH_NEED_NET,
                                .programs = needs & NH_NEED_PROGRAMS || !nh_attendant_is_there()};
    add_always(&stays, kept, port);
    if (needs & NH_NEED_FOLDER && !nh_downloads_find(kept->downloads, NULL))
        nh_confined_write(&stays, kept->downloads);
    if (needs & NH_NEED_PROFILES)
        add_profiles(&stays, kept);
    if (kept->state)
        setenv("SQLITE_TMPDIR", kept->state, 1);
    nh_confine(&stays);
}

enum nh_status nh_port_confine(struct nh_port *port, unsigned needs, struct nh_error *err)
{
    if (port->confined)
        return needs & ~port->needs
                   ? nh_fail(err, NH_PERMISSION, NULL,
                             "This request needs rights that the host gave up when the first one "
                             "on this port came. Use a new port.")
                   : NH_OK;
    struct kept *kept = calloc(1, sizeof *kept);
    if (!kept)
        return nh_fail_memory(err);
    /* Not before: the answer to "hello" waits for nothing. */
    nh_errands_begin();
    nh_confine_limits();
    confine(port, needs, kept);
    port->confined = true;
    port->needs = needs;
    nh_profiles_reset(&kept->profiles);
    free(kept->state);
    free(kept->config);
    free(kept->folders);
    free(kept);
    return NH_OK;
}
