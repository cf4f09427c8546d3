/* SPDX-License-Identifier: MPL-2.0 */
/* The small ini files that browsers keep: profiles.ini, installs.ini, compatibility.ini. */
#ifndef NH_BASE_INI_H
#define NH_BASE_INI_H

#include <stdbool.h>

/* Called for each "name=value" of a section. */
typedef void nh_ini_entry(void *context, const char *section, const char *name, const char *value);

/* False when the file can't be read or is larger than 256 KiB. */
bool nh_ini_read(const char *path, nh_ini_entry *entry, void *context);

#endif
