/* SPDX-License-Identifier: MPL-2.0 */
/* The settings of a Firefox profile (about:config), read from its files. */
#ifndef NH_BROWSER_PREFS_H
#define NH_BROWSER_PREFS_H

/*
 * The value of the setting `name` in user.js, which Firefox reads last, else in prefs.js, as
 * written: "true", "2", or a string with its quotes. Allocated; NULL when neither file has it.
 * *file (may be NULL) gets the name of the file.
 */
char *nh_prefs_get(const char *profile, const char *name, const char **file);

#endif
