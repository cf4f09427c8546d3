/* SPDX-License-Identifier: MPL-2.0 */
/* The extension, as Firefox's own list in a profile has it. */
#ifndef NH_BROWSER_ADDON_H
#define NH_BROWSER_ADDON_H

#include "base/status.h"
#include "browser/manifest.h"
#include <stdbool.h>

/* From here Firefox takes an extension for all users. */
#define NH_ADDON_SHARED                                                                            \
    "/usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}/" NH_MANIFEST_EXTENSION  \
    ".xpi"

/* Does it work in private windows? */
enum nh_addon_private { NH_ADDON_UNKNOWN, NH_ADDON_OUT, NH_ADDON_IN };

struct nh_addon {
    bool installed;
    bool active;
    bool by_person;  /* the person turned it off */
    bool by_browser; /* Firefox did: not signed, or not for this version */
    bool shared;     /* it is that of NH_ADDON_SHARED */
    enum nh_addon_private in_private;
    char version[32];
};

/* Look it up in extensions.json and extension-preferences.json of the profile. NH_NO_INPUT when
   there is no such list, NH_BAD_DATA when it can't be read. */
enum nh_status nh_addon_look(const char *profile, struct nh_addon *out, struct nh_error *err);

#endif
