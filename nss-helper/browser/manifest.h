/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The file by which Firefox finds the host, a "native manifest". Firefox looks for it in
 * the user's folder first, then in the system's, and in no other.
 */
#ifndef NH_BROWSER_MANIFEST_H
#define NH_BROWSER_MANIFEST_H

#include "base/status.h"
#include <stdbool.h>

#define NH_MANIFEST_HOST "nss_helper"
#define NH_MANIFEST_EXTENSION NH_EXTENSION_ID /* from the extension's own manifest */
#define NH_MANIFEST_FILE NH_MANIFEST_HOST ".json"
#define NH_MANIFEST_FOLDER ".mozilla/native-messaging-hosts" /* in the home */
#define NH_MANIFEST_SYSTEM "/usr/lib/mozilla/native-messaging-hosts"

/* The text of a manifest for the program `host`, allocated. NULL without memory. */
char *nh_manifest_make(const char *host);

/* Does this text register a host of this name for this extension? */
bool nh_manifest_is_ours(const char *text);

/*
 * The program that the manifest in the file `path` names, allocated. NH_NO_INPUT,
 * NH_CONFIG when Firefox would not take it, and why.
 */
enum nh_status nh_manifest_read(const char *path, char **host, struct nh_error *err);

#endif
