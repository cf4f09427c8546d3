/* SPDX-License-Identifier: MPL-2.0 */
/* What an administrator's policies of Firefox (policies.json) say of the extension. */
#ifndef NH_BROWSER_POLICY_H
#define NH_BROWSER_POLICY_H

#include <limits.h>

enum nh_policy {
    NH_POLICY_NONE,    /* nothing, or there are no policies that can be read */
    NH_POLICY_INSTALL, /* it comes in by policy (force_installed, normal_installed) */
    NH_POLICY_BLOCK,   /* it may not be used */
};

/* By ExtensionSettings, that of the extension before that of "*". `browser`: the folder of the
   program, or NULL. `file` becomes the path of what says it. */
enum nh_policy nh_policy_look(const char *browser, char file[PATH_MAX]);

#endif
