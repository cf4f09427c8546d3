/* SPDX-License-Identifier: MPL-2.0 */
/* The extension, as Firefox's own list in a profile has it. */
#ifndef NH_BROWSER_ADDON_H
#define NH_BROWSER_ADDON_H

#include "base/status.h"
#include <stdbool.h>

struct nh_addon {
    bool installed;
    bool active;
    bool by_person;  /* the person turned it off */
    bool by_browser; /* Firefox did: not signed, or not for this version */
    char version[32];
};

/* Look it up in extensions.json of the profile. NH_NO_INPUT when there is no such list,
   NH_BAD_DATA when it can't be read. */
enum nh_status nh_addon_look(const char *profile, struct nh_addon *out, struct nh_error *err);

#endif
