/* SPDX-License-Identifier: MPL-2.0 */
#include "doctor/extension.h"

#include "base/files.h"
#include "base/language.h"
#include "browser/addon.h"
#include "browser/policy.h"
#include "browser/prefs.h"
#include "browser/profile.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char why[] =
    N_("The extension takes the certificate from the portal's page to the program nss-helper.");
static const char for_all[] =
    N_("Install the extension for all users: install the package webext-nss-helper, or run \"sudo "
       "make install\" in the source folder. Then restart Firefox.");

/* The path of the package, relative to this program: where "make install" puts it, or where it is
   built. */
static char *find_package(void)
{
    static const char *const places[] = {"../share/webext/nss-helper/nss-helper.xpi",
                                         "../../share/webext/nss-helper/nss-helper.xpi",
                                         "nss-helper.xpi"};
    char folder[PATH_MAX], *found = NULL;
    ssize_t length = readlink("/proc/self/exe", folder, sizeof folder - 1);
    folder[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(folder, '/');
    for (size_t i = 0; slash && !found && i < sizeof places / sizeof *places; i++) {
        *slash = '\0';
        char *place = nh_path_join(folder, places[i]);
        found = place ? realpath(place, NULL) : NULL;
        free(place);
    }
    return found;
}

/* How to install the extension; allocated, or NULL. If the person has disabled the check of
   signatures, an unsigned file can be installed. */
static char *addition(const struct nh_profile *profile)
{
    char *required = nh_prefs_get(profile->path, "xpinstall.signatures.required", NULL);
    char *package = find_package(), *cure = NULL;
    if (!required || strcmp(required, "false") != 0)
        cure = strdup(for_all);
    else if (asprintf(&cure, _("Open %s in Firefox (Ctrl+O), and add the extension."),
                      package ? package : "nss-helper.xpi") < 0)
        cure = NULL;
    free(required);
    free(package);
    return cure;
}

static void add(struct nh_findings *out, const char *cure, const char *what)
{
    nh_finding_add(out, "extension", NH_STATE_BAD, NH_CONFIG, why, cure, "%s", _(what));
}

static void add_blocked(const char *file, struct nh_findings *out)
{
    nh_finding_add(out, "extension", NH_STATE_BAD, NH_CONFIG, why,
                   N_("Ask your administrator to allow the extension: ExtensionSettings in that "
                      "file."),
                   "A policy blocks the extension: %s.", file);
}

/* The extension is not in the profile. */
static void judge_missing(const struct nh_profile *profile, enum nh_policy policy, const char *file,
                          struct nh_findings *out)
{
    char *cure = addition(profile);
    if (access(NH_ADDON_SHARED, F_OK) == 0)
        add(out,
            N_("Restart Firefox. If that does not help, set extensions.startupScanScopes to 8 in "
               "about:config, and restart Firefox once more."),
            N_("The extension is installed for all users, but Firefox has not loaded it in this "
               "profile."));
    else if (policy == NH_POLICY_INSTALL)
        nh_finding_add(out, "extension", NH_STATE_BAD, NH_CONFIG, why, for_all,
                       "A policy installs the extension (%s), but Firefox rejected it: it is not "
                       "signed, or Firefox can't download it.",
                       file);
    else
        add(out, cure, N_("The extension is not in this profile."));
    free(cure);
}

static void judge_version(const struct nh_profile *profile, const struct nh_addon *addon,
                          struct nh_findings *out)
{
    char *cure = addition(profile);
    nh_finding_add(
        out, "extension", NH_STATE_HINT, NH_OK,
        N_("The program that Firefox starts, the command and the extension are made for each other. Nothing is lost: each leaves out what the others do not know."),
        addon->shared ? N_("Update nss-helper and webext-nss-helper to the same version, "
                           "and restart Firefox.")
                      : cure,
        "The extension is version %s, and this command is version %s.", addon->version, NH_VERSION);
    free(cure);
}

/* False when it is not enabled. */
static bool judge(const struct nh_profile *profile, const struct nh_addon *addon,
                  struct nh_findings *out)
{
    char file[PATH_MAX];
    enum nh_policy policy = nh_policy_look(profile->browser, file);
    bool on = addon->installed && addon->active && policy != NH_POLICY_BLOCK;
    if (policy == NH_POLICY_BLOCK)
        add_blocked(file, out);
    else if (!addon->installed)
        judge_missing(profile, policy, file, out);
    else if (addon->by_browser)
        add(out, for_all,
            N_("Firefox has disabled the extension: it is not signed, or not made for this version "
               "of Firefox."));
    else if (!on)
        add(out, N_("Enable the extension in about:addons."), N_("The extension is disabled."));
    else if (strcmp(addon->version, NH_VERSION) != 0)
        judge_version(profile, addon, out);
    else
        nh_finding_add_good(out, "extension", "The extension is enabled (version %s).",
                            addon->version);
    return on;
}

/* By default Firefox does not run extensions in private windows, so that is not a fault. */
static void check_private(const struct nh_addon *addon, struct nh_findings *out)
{
    if (addon->in_private == NH_ADDON_OUT)
        nh_finding_add_good(out, "private-windows",
                            "The extension works in ordinary windows, not in private ones.");
    else if (addon->in_private == NH_ADDON_IN)
        nh_finding_add_good(out, "private-windows", "The extension works in private windows, too.");
}

void nh_checkup_extension(const struct nh_profile *profile, struct nh_findings *out)
{
    struct nh_error err = {NH_OK};
    struct nh_addon addon;
    enum nh_status status = nh_addon_look(profile->path, &addon, &err);
    if (status == NH_NO_INPUT)
        nh_finding_add(out, "extension", NH_STATE_UNKNOWN, NH_OK, why,
                       N_("Start Firefox once with this profile, and add the extension."),
                       "Firefox has not created a list of extensions in this profile yet.");
    else if (status)
        nh_finding_add(out, "extension", NH_STATE_UNKNOWN, NH_OK, why,
                       N_("Restart Firefox. It creates the list again."), "%s", err.message);
    else if (judge(profile, &addon, out))
        check_private(&addon, out);
}
