/* SPDX-License-Identifier: MPL-2.0 */
#include "doctor/browser.h"

#include "base/buf.h"
#include "base/files.h"
#include "base/home.h"
#include "browser/addon.h"
#include "browser/prefs.h"
#include "browser/profile.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool has_service(const char *folder, const char *name)
{
    char *path = NULL;
    bool has =
        asprintf(&path, "%s/dbus-1/services/%s", folder, name) >= 0 && access(path, F_OK) == 0;
    free(path);
    return has;
}

/* Is there such a D-Bus service, of this user or of the system? */
static bool is_service(const char *name)
{
    return nh_xdg_data_has(has_service, name);
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
 * has to: Ubuntu's portal, or xdg-native-messaging-proxy, which Firefox 157 and later use
 * where a setting says so, and the box lets them.
 */
static bool has_portal(void)
{
    return knows_portal("/usr/libexec/xdg-desktop-portal") ||
           knows_portal("/usr/lib/xdg-desktop-portal");
}

#define PROXY "org.freedesktop.NativeMessagingProxy"
#define PROXY_SETTING "widget.use-xdg-desktop-portal.native-messaging-proxy"

static bool uses_proxy(const struct nh_profile *profile)
{
    char *value = nh_prefs_get(profile->path, PROXY_SETTING, NULL);
    bool used = value && strcmp(value, "0") != 0;
    free(value);
    return used;
}

static void check_boxed(const struct nh_profile *profile, const char *name, struct nh_findings *out)
{
    static const char why[] = "The extension can't reach the host. The commands work all the same.";
    bool proxy = is_service(PROXY ".service");
    if (has_portal() || (proxy && uses_proxy(profile)))
        nh_finding_add_good(out, "packaging",
                            "The browser is %s, and the desktop can start the "
                            "host for it.",
                            name);
    else if (proxy)
        nh_finding_add(out, "packaging", NH_STATE_HINT, NH_OK,
                       "Without that the extension can't reach the host.",
                       profile->packaging == NH_FLATPAK
                           ? "about:config: set " PROXY_SETTING " to 1. Then: flatpak override "
                             "--user --talk-name=" PROXY " org.mozilla.firefox"
                           : "about:config: set " PROXY_SETTING " to 1.",
                       "The browser is %s, and is not told to use xdg-native-messaging-proxy "
                       "(Firefox 157 or later).",
                       name);
    else
        nh_finding_add(out, "packaging", NH_STATE_BAD, NH_CONFIG, why,
                       "Install xdg-native-messaging-proxy (Firefox 157 or later), or Firefox as "
                       "a package of your system: support.mozilla.org/kb/install-firefox-linux",
                       "The browser is %s, and nothing on this desktop starts programs for it.",
                       name);
}

static void check_packaging(const struct nh_profile *profile, struct nh_findings *out)
{
    if (profile->packaging == NH_NATIVE)
        nh_finding_add_good(out, "packaging", "The browser is an ordinary program.");
    else
        check_boxed(profile, profile->packaging == NH_SNAP ? "a snap" : "a Flatpak", out);
}

static void check_nocertdb(const struct nh_profile *profile, struct nh_findings *out)
{
    const char *file = NULL;
    char *value = nh_prefs_get(profile->path, "security.nocertdb", &file);
    if (value && strcmp(value, "true") == 0)
        nh_finding_add(
            out, "nocertdb", NH_STATE_BAD, NH_CONFIG,
            "The browser keeps certificates in memory only, and sees none that are "
            "installed.",
            strcmp(file, "user.js") == 0
                ? "Remove that line from user.js in the profile, and restart the browser."
                : "about:config: set security.nocertdb to false, and restart the "
                  "browser.",
            "The setting security.nocertdb is on, in %s.", file);
    else
        nh_finding_add_good(out, "nocertdb", "The browser uses its certificate database.");
    free(value);
}

/* The package, from where this program lies: where "make install" puts it, or beside the
   program that was just built. */
static char *find_package(void)
{
    static const char *const places[] = {"../share/nss-helper/nss-helper.xpi",
                                         "../../share/nss-helper/nss-helper.xpi", "nss-helper.xpi"};
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

/* How the extension comes in; allocated, or NULL. */
static char *addition(const struct nh_profile *profile)
{
    char *package = find_package(), *cure = NULL;
    char *required = nh_prefs_get(profile->path, "xpinstall.signatures.required", NULL);
    bool unsigned_too = required && strcmp(required, "false") == 0;
    if (asprintf(&cure, "%sOpen %s in Firefox (Ctrl+O) and add it.",
                 unsigned_too ? ""
                              : "about:config: set xpinstall.signatures.required to false "
                                "(Firefox ESR). ",
                 package ? package : "nss-helper.xpi") < 0)
        cure = NULL;
    free(required);
    free(package);
    return cure;
}

static const char extension_why[] = "It takes the certificate from the portal's page to the host.";

static void judge_addon(const struct nh_profile *profile, const struct nh_addon *addon,
                        struct nh_findings *out)
{
    char *add = addition(profile);
    if (!addon->installed)
        nh_finding_add(out, "extension", NH_STATE_BAD, NH_CONFIG, extension_why, add,
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
                       "Host, command and extension are made for each other.", add,
                       "The extension is version %s, and this command %s.", addon->version,
                       NH_VERSION);
    else
        nh_finding_add_good(out, "extension", "The extension is on: version %s.", addon->version);
    free(add);
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
        judge_addon(profile, &addon, out);
}

void nh_checkup_browser(const struct nh_profile *profile, struct nh_findings *out)
{
    if (profile->family != NH_FIREFOX)
        return;
    check_packaging(profile, out);
    check_nocertdb(profile, out);
    check_extension(profile, out);
}
