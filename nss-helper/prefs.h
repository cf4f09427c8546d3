/* SPDX-License-Identifier: MPL-2.0 */
/* The settings of a Firefox profile (about:config), as its files tell. */
#ifndef NH_PREFS_H
#define NH_PREFS_H

#include <stdbool.h>

/*
 * The boolean setting `name` in user.js, which Firefox reads last, else in prefs.js; else
 * `usual`. *file becomes the name of the file that has it, or NULL.
 */
bool nh_prefs_boolean(const char *profile, const char *name, bool usual, const char **file);

#endif
