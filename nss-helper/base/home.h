/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The caller's own home, and the folders that the XDG Base Directory Specification has in it:
 * nobody else looks at HOME and XDG_*_HOME. A path there that is not absolute is ignored, as
 * the standard says.
 */
#ifndef NH_BASE_HOME_H
#define NH_BASE_HOME_H

#include "base/status.h"

#include <stdbool.h>

/* $HOME, a folder that belongs to the caller: root in another user's home would leave files
   there that the user can't change. NH_CONFIG, NH_PERMISSION. It belongs to the environment. */
enum nh_status nh_home_find(const char **home, struct nh_error *err);

/* $HOME, unchecked; NULL when it is not absolute. */
const char *nh_home(void);

enum nh_xdg {
    NH_XDG_CONFIG, /* $XDG_CONFIG_HOME, else ~/.config */
    NH_XDG_DATA,   /* $XDG_DATA_HOME, else ~/.local/share */
    NH_XDG_STATE,  /* $XDG_STATE_HOME, else ~/.local/state */
};

/* What lies at this place in such a folder, allocated; NULL when neither variable names one,
   and without memory. */
char *nh_xdg_path(enum nh_xdg folder, const char *below);

/* The same for what is to be made there: where it lies in HOME, that is the caller's own, as with
   nh_home_find. *out is allocated. */
enum nh_status nh_xdg_find(enum nh_xdg folder, const char *below, char **out, struct nh_error *err);

/* Go through $XDG_DATA_HOME and $XDG_DATA_DIRS, the first that counts most: does `has` find
   something in one of them? */
bool nh_xdg_data_has(bool (*has)(const char *folder, const char *name), const char *name);

#endif
