/* SPDX-License-Identifier: MPL-2.0 */
/* What Firefox's enterprise policies (policies.json) say about the extension. */
#ifndef NH_BROWSER_POLICY_H
#define NH_BROWSER_POLICY_H

#include <limits.h>

enum nh_policy {
    NH_POLICY_NONE,    /* nothing, or there are no readable policies */
    NH_POLICY_INSTALL, /* it is installed by policy (force_installed, normal_installed) */
    NH_POLICY_BLOCK,   /* it is blocked */
};

/* From ExtensionSettings, where the extension's entry takes precedence over "*". `browser`: the
   program's folder, or NULL. `file` gets the path of the policies that decide. */
enum nh_policy nh_policy_look(const char *browser, char file[PATH_MAX]);

#endif
