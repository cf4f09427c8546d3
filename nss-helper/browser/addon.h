/* SPDX-License-Identifier: MPL-2.0 */
/* The state of the extension in a profile, from Firefox's own lists. */
#ifndef NH_BROWSER_ADDON_H
#define NH_BROWSER_ADDON_H

#include "base/status.h"
#include "browser/manifest.h"
#include <stdbool.h>

/* Where Firefox looks for an extension installed for all users. */
#define NH_ADDON_SHARED                                                                            \
    "/usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}/" NH_MANIFEST_EXTENSION  \
    ".xpi"

/* Whether it may run in private windows. */
enum nh_addon_private { NH_ADDON_UNKNOWN, NH_ADDON_OUT, NH_ADDON_IN };

struct nh_addon {
    bool installed;
    bool active;
    bool by_person;  /* the person turned it off */
    bool by_browser; /* Firefox turned it off: unsigned, or for another version */
    bool shared;     /* it is the one at NH_ADDON_SHARED */
    enum nh_addon_private in_private;
    char version[32];
};

/* Read extensions.json and extension-preferences.json in the profile folder. NH_NO_INPUT when the
   list does not exist, NH_BAD_DATA when it can't be parsed. */
enum nh_status nh_addon_look(const char *profile, struct nh_addon *out, struct nh_error *err);

#endif
