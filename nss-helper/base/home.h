/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The caller's home, and the folders of the XDG Base Directory Specification. All other files ask
 * here and never read HOME or XDG_*_HOME themselves. A path that is not absolute is ignored, as the
 * specification says.
 */
#ifndef NH_BASE_HOME_H
#define NH_BASE_HOME_H

#include "base/status.h"

#include <stdbool.h>

/* $HOME, owned by the environment. NH_CONFIG when it is not set to a folder. NH_PERMISSION when it
   belongs to another user: root would leave files there that the user can't change. */
enum nh_status nh_home_find(const char **home, struct nh_error *err);

/* $HOME without these checks; NULL when it is not absolute. Owned by the environment. */
const char *nh_home(void);

enum nh_xdg {
    NH_XDG_CONFIG, /* $XDG_CONFIG_HOME, else ~/.config */
    NH_XDG_DATA,   /* $XDG_DATA_HOME, else ~/.local/share */
    NH_XDG_STATE,  /* $XDG_STATE_HOME, else ~/.local/state */
};

/* The path `below` such a folder, allocated. NULL when neither variable is set, or without
   memory. */
char *nh_xdg_path(enum nh_xdg folder, const char *below);

/* The same for a path that will be created; *out is allocated. If it lies in HOME, HOME is checked,
   with the errors of nh_home_find. */
enum nh_status nh_xdg_find(enum nh_xdg folder, const char *below, char **out, struct nh_error *err);

/* Whether `has` returns true for one of the folders in $XDG_DATA_HOME and $XDG_DATA_DIRS, which are
   tried in order of precedence. */
bool nh_xdg_data_has(bool (*has)(const char *folder, const char *name), const char *name);

#endif
