/* SPDX-License-Identifier: MPL-2.0 */
#include "checkup.h"

#include "addon.h"
#include "buf.h"
#include "files.h"
#include "prefs.h"
#include "profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_in_data_folder(const char *name)
{
    const char *folders = getenv("XDG_DATA_DIRS");
    if (!folders || !*folders)
        folders = "/usr/local/share:/usr/share";
    while (*folders) {
        char *path = NULL;
        int length = (int)strcspn(folders, ":");
        bool there = asprintf(&path, "%.*s/%s", length, folders, name) >= 0 && access(path, F_OK) == 0;
        free(path);
        if (there)
            return true;
        folders += length;
        folders += *folders == ':';
    }
    return false;
}

/* Ubuntu's portal has an interface of its own for this; its name is in the program. */
static bool knows_portal(const char *program)
{
    static const char interface[] = "org.freedesktop.portal.WebExtensions";
    struct nh_buf bytes = {0};
    bool knows = !nh_file_read(program, &bytes, NULL) &&
                 memmem(bytes.data, bytes.length, interface, strlen(interface));
    nh_buf_reset(&bytes);
    return knows;
}

/*
 * A browser in a box starts no program outside by itself. Something on the desktop's bus
 * has to: xdg-native-messaging-proxy (Firefox 157 and later), or Ubuntu's portal.
 */
static bool has_helper(void)
{
    return is_in_data_folder("dbus-1/services/org.freedesktop.NativeMessagingProxy.service") ||
           knows_portal("/usr/libexec/xdg-desktop-portal") ||
           knows_portal("/usr/lib/xdg-desktop-portal");
}

static void check_packaging(const struct nh_profile *profile, struct nh_findings *out)
{
    static const char *const names[] = {"", "a snap", "a Flatpak"};
    const char *name = names[profile->packaging];
    if (profile->packaging == NH_NATIVE)
        nh_finding_add_good(out, "packaging", "The browser is an ordinary program.");
    else if (has_helper())
        nh_finding_add_good(out, "packaging", "The browser is %s, and the desktop can start the "
                            "host for it.", name);
    else
        nh_finding_add(out, "packaging", NH_STATE_BAD, NH_CONFIG,
                       "The extension can't reach the host. The commands work all the same.",
                       "Install xdg-native-messaging-proxy (Firefox 157 or later), or Firefox as "
                       "a package of your system: support.mozilla.org/kb/install-firefox-linux",
                       "The browser is %s, and nothing on this desktop starts programs for it.",
                       name);
}

static void check_nocertdb(const struct nh_profile *profile, struct nh_findings *out)
{
    const char *file = NULL;
    if (nh_prefs_boolean(profile->path, "security.nocertdb", false, &file))
        nh_finding_add(out, "nocertdb", NH_STATE_BAD, NH_CONFIG,
                       "The browser keeps certificates in memory only, and sees none that are "
                       "installed.",
                       strcmp(file, "user.js") == 0
                           ? "Remove that line from user.js in the profile, and restart the browser."
                           : "about:config: set security.nocertdb to false, and restart the "
                             "browser.",
                       "The setting security.nocertdb is on, in %s.", file);
    else
        nh_finding_add_good(out, "nocertdb", "The browser uses its certificate database.");
}

#define ADD "Open nss-helper.xpi in Firefox (Ctrl+O) and add it."

static const char extension_why[] = "It takes the certificate from the portal's page to the host.";

static void judge_addon(const struct nh_addon *addon, struct nh_findings *out)
{
    if (!addon->installed)
        nh_finding_add(out, "extension", NH_STATE_BAD, NH_CONFIG, extension_why, ADD,
                       "The extension is not in this profile.");
    else if (addon->by_browser)
        nh_finding_add(out, "extension", NH_STATE_BAD, NH_CONFIG, extension_why,
                       "about:config: set xpinstall.signatures.required to false (Firefox ESR), "
                       "then about:addons: turn it on.",
                       "Firefox has turned the extension off: it is not signed, or not for this "
                       "version.");
    else if (!addon->active)
        nh_finding_add(out, "extension", NH_STATE_BAD, NH_CONFIG, extension_why,
                       "about:addons: turn it on.", "The extension is turned off.");
    else if (strcmp(addon->version, NH_VERSION) != 0)
        nh_finding_add(out, "extension", NH_STATE_HINT, NH_OK,
                       "Host, command and extension are made for each other.", ADD,
                       "The extension is version %s, and this command %s.", addon->version,
                       NH_VERSION);
    else
        nh_finding_add_good(out, "extension", "The extension is on: version %s.", addon->version);
}

static void check_extension(const struct nh_profile *profile, struct nh_findings *out)
{
    struct nh_error err = {NH_OK};
    struct nh_addon addon;
    enum nh_status status = nh_addon_look(profile->path, &addon, &err);
    if (status == NH_NO_INPUT)
        nh_finding_add(out, "extension", NH_STATE_UNKNOWN, NH_OK, extension_why,
                       "Start Firefox once with this profile, and add the extension.",
                       "Firefox has made no list of extensions in this profile yet.");
    else if (status)
        nh_finding_add(out, "extension", NH_STATE_UNKNOWN, NH_OK, extension_why,
                       "Restart Firefox: it makes the list anew.", "%s", err.message);
    else
        judge_addon(&addon, out);
}

void nh_checkup_browser(const struct nh_profile *profile, struct nh_findings *out)
{
    if (profile->family != NH_FIREFOX)
        return;
    check_packaging(profile, out);
    check_nocertdb(profile, out);
    check_extension(profile, out);
}
