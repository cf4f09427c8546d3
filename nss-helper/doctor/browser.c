/* SPDX-License-Identifier: MPL-2.0 */
#include "doctor/browser.h"

#include "base/buf.h"
#include "base/files.h"
#include "base/home.h"
#include "base/language.h"
#include "browser/prefs.h"
#include "browser/profile.h"
#include "doctor/extension.h"

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

/* Whether such a D-Bus service is installed. */
static bool is_service(const char *name)
{
    return nh_xdg_data_has(has_service, name);
}

/* Ubuntu's portal has its own interface for this, whose name is in the program file. */
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
 * A browser in a snap or Flatpak can't start programs outside of it. A D-Bus service has to:
 * Ubuntu's portal, or xdg-native-messaging-proxy, which Firefox 157 and later use if a setting says
 * so and the sandbox allows it.
 */
static bool has_portal(void)
{
    return knows_portal("/usr/libexec/xdg-desktop-portal") ||
           knows_portal("/usr/lib/xdg-desktop-portal");
}

#define PROXY "org.freedesktop.NativeMessagingProxy"
#define PROXY_SETTING "widget.use-xdg-desktop-portal.native-messaging-proxy"
#define PORTAL_SETTING "widget.use-xdg-desktop-portal.native-messaging"

/* The value of the setting, or `otherwise` if the profile does not have it. */
static int setting(const struct nh_profile *profile, const char *name, int otherwise)
{
    char *value = nh_prefs_get(profile->path, name, NULL);
    int is = value ? atoi(value) : otherwise;
    free(value);
    return is;
}

static const char why[] =
    N_("The extension can't reach the program nss-helper. The commands still work.");
static const char no_host[] =
    N_("Without this setting, the extension can't reach the program nss-helper.");

static void advise_proxy(const struct nh_profile *profile, const char *name,
                         struct nh_findings *out)
{
    static const char flatpak[] =
        N_("In about:config, set widget.use-xdg-desktop-portal.native-messaging-proxy to 1. Then "
           "run: flatpak override --user --talk-name=org.freedesktop.NativeMessagingProxy "
           "org.mozilla.firefox");
    static const char snap[] =
        N_("In about:config, set widget.use-xdg-desktop-portal.native-messaging-proxy to 1.");
    nh_finding_add(out, "packaging", NH_STATE_HINT, NH_OK, no_host,
                   profile->packaging == NH_FLATPAK ? flatpak : snap,
                   /* TRANSLATORS: Snap or Flatpak. */
                   "The browser is installed as a %s, and is not set up to use "
                   "xdg-native-messaging-proxy (Firefox 157 or later).",
                   name);
}

/* Firefox uses the portal only if a setting says so; the snap has that setting by default. */
static void check_boxed(const struct nh_profile *profile, const char *name, struct nh_findings *out)
{
    bool portal = has_portal(), proxy = is_service(PROXY ".service");
    if ((portal && setting(profile, PORTAL_SETTING, profile->packaging == NH_SNAP)) ||
        (proxy && setting(profile, PROXY_SETTING, 0)))
        nh_finding_add_good(
            out, "packaging",
            /* TRANSLATORS: Snap or Flatpak. */
            "The browser is installed as a %s. The desktop can start the program nss-helper for it.",
            name);
    else if (portal)
        nh_finding_add(out, "packaging", NH_STATE_HINT, NH_OK, no_host,
                       N_("In about:config, set widget.use-xdg-desktop-portal.native-messaging to "
                          "1."),
                       /* TRANSLATORS: Snap or Flatpak. */
                       "The browser is installed as a %s, and is not set up to use the desktop's "
                       "portal.",
                       name);
    else if (proxy)
        advise_proxy(profile, name, out);
    else
        nh_finding_add(out, "packaging", NH_STATE_BAD, NH_CONFIG, why,
                       N_("Install xdg-native-messaging-proxy (Firefox 157 or later), or install "
                          "Firefox as a package of your system: "
                          "support.mozilla.org/kb/install-firefox-linux"),
                       /* TRANSLATORS: Snap or Flatpak. */
                       "The browser is installed as a %s, and nothing on this desktop starts "
                       "programs for it.",
                       name);
}

static void check_packaging(const struct nh_profile *profile, struct nh_findings *out)
{
    if (profile->packaging != NH_NATIVE)
        check_boxed(profile, profile->packaging == NH_SNAP ? "Snap" : "Flatpak", out);
    else if (setting(profile, PORTAL_SETTING, 0) == 1 && !has_portal())
        nh_finding_add(
            out, "packaging", NH_STATE_BAD, NH_CONFIG, why,
            N_("In about:config, set widget.use-xdg-desktop-portal.native-messaging to "
               "0."),
            "The browser is set to start the program nss-helper through the desktop's portal, which this desktop does not have.");
    else
        nh_finding_add_good(out, "packaging", "The browser is installed as an ordinary program.");
}

static void check_nocertdb(const struct nh_profile *profile, struct nh_findings *out)
{
    const char *file = NULL;
    char *value = nh_prefs_get(profile->path, "security.nocertdb", &file);
    if (value && strcmp(value, "true") == 0)
        nh_finding_add(
            out, "nocertdb", NH_STATE_BAD, NH_CONFIG,
            N_("The browser keeps certificates in memory only, and doesn't see installed "
               "certificates."),
            strcmp(file, "user.js") == 0
                ? N_("Remove that line from user.js in the profile folder, and restart "
                     "the browser.")
                : N_("In about:config, set security.nocertdb to false, and restart the "
                     "browser."),
            "The setting security.nocertdb is on in %s.", file);
    else
        nh_finding_add_good(out, "nocertdb", "The browser uses its certificate database.");
    free(value);
}

void nh_checkup_browser(const struct nh_profile *profile, struct nh_findings *out)
{
    if (profile->family != NH_FIREFOX)
        return;
    check_packaging(profile, out);
    check_nocertdb(profile, out);
    nh_checkup_extension(profile, out);
}
