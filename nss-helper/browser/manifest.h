/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The native manifest, the file by which Firefox finds the host. Firefox looks for it in the user's
 * folder, then in the system's.
 */
#ifndef NH_BROWSER_MANIFEST_H
#define NH_BROWSER_MANIFEST_H

#include "base/status.h"
#include <stdbool.h>

#define NH_MANIFEST_HOST "nss_helper"
#define NH_MANIFEST_EXTENSION NH_EXTENSION_ID /* from extension/manifest.json */
#define NH_MANIFEST_FILE NH_MANIFEST_HOST ".json"
#define NH_MANIFEST_FOLDER ".mozilla/native-messaging-hosts" /* in the home */
#define NH_MANIFEST_SYSTEM "/usr/lib/mozilla/native-messaging-hosts"

/* The JSON text of a manifest for the program `host`, allocated. NULL without memory. */
char *nh_manifest_make(const char *host);

/* Whether the text is a manifest of NH_MANIFEST_HOST for our extension. */
bool nh_manifest_is_ours(const char *text);

/*
 * Get the path of the program that the manifest in the file `path` names, allocated. NH_NO_INPUT;
 * NH_CONFIG when Firefox would reject the manifest.
 */
enum nh_status nh_manifest_read(const char *path, char **host, struct nh_error *err);

#endif
