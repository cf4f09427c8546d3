/* SPDX-License-Identifier: MPL-2.0 */
#include "export/wifi.h"

#include "base/utf8.h"
#include "certificate/identity.h"
#include "export/target.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SSID_MOST (NH_WIFI_SSID_SIZE - 1)

bool nh_wifi_is_plain(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text <= ' ' || *text == 0x7f || strchr("\"\\;#<>&'", *text))
            return false;
    }
    return true;
}

/* Whether it is a name of a server or realm: letters, digits, dots and hyphens (RFC 1123). */
static bool is_host(const char *text)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
    size_t length = strlen(text);
    return length > 0 && length < 254 && strspn(text, allowed) == length && *text != '.' &&
           *text != '-' && strchr(text, '.') && !strstr(text, "..");
}

static bool is_readable(const char *text)
{
    for (size_t length = strlen(text), step; length; text += step, length -= step) {
        uint32_t character = 0;
        step = nh_utf8_next(text, length, &character);
        if (step == 0 || nh_utf8_harmful(character))
            return false;
    }
    return true;
}

static enum nh_status check_ssid(const char *ssid, struct nh_error *err)
{
    if (!*ssid)
        return nh_fail(err, NH_USAGE, NULL, "The SSID is empty.");
    if (strlen(ssid) > SSID_MOST)
        return nh_fail(err, NH_USAGE, NULL, "The SSID is longer than %d bytes of UTF-8.",
                       SSID_MOST);
    if (!is_readable(ssid))
        return nh_fail(err, NH_USAGE, NULL,
                       "The SSID has a character that can't be shown, or is not UTF-8.");
    return NH_OK;
}

enum nh_status nh_wifi_names(struct nh_wifi *wifi, const char *names, struct nh_error *err)
{
    for (wifi->name_count = 0; *names; names += *names == ',') {
        size_t length = strcspn(names, ",");
        if (length >= sizeof wifi->names[0])
            return nh_fail(err, NH_USAGE, NULL,
                           "The name \"%.40s…\" is too long for a server: more than %d characters.",
                           names, NH_WIFI_NAME_SIZE - 1);
        if (wifi->name_count == NH_WIFI_NAMES)
            return nh_fail(err, NH_USAGE, NULL,
                           "A Wi-Fi profile can have at most %d names of RADIUS servers.",
                           NH_WIFI_NAMES);
        char *name = wifi->names[wifi->name_count++];
        memcpy(name, names, length);
        name[length] = '\0';
        names += length;
    }
    return NH_OK;
}

bool nh_wifi_is_pattern(const char *name)
{
    return strncmp(name, "*.", 2) == 0;
}

static enum nh_status check_patterns(const struct nh_wifi *wifi, const struct nh_target *target,
                                     struct nh_error *err)
{
    bool alone = target->patterns == NH_PATTERNS_ALONE;
    size_t patterns = 0;
    for (size_t i = 0; i < wifi->name_count; i++)
        patterns += nh_wifi_is_pattern(wifi->names[i]);
    if (patterns == 0 || target->patterns == NH_PATTERNS_ANY ||
        (alone && patterns == wifi->name_count))
        return NH_OK;
    if (alone)
        return nh_fail(
            err, NH_USAGE, NULL,
            "A profile for \"%s\" can't have a pattern of server names, like "
            "*.example.ac.jp, beside full names. Name the servers in full: --radius-name.",
            target->name);
    return nh_fail(err, NH_USAGE, NULL,
                   "A profile for \"%s\" can't have a pattern of server names, like "
                   "*.example.ac.jp. Name the servers in full: --radius-name.",
                   target->name);
}

static enum nh_status check_names(const struct nh_wifi *wifi, const struct nh_target *target,
                                  struct nh_error *err)
{
    for (size_t i = 0; i < wifi->name_count; i++) {
        const char *name = wifi->names[i];
        if (!is_host(nh_wifi_is_pattern(name) ? name + 2 : name))
            return nh_fail(
                err, NH_USAGE, NULL,
                "\"%.80s\" is not the full name of a server, like radius.example.ac.jp. Name the "
                "server with --radius-name.",
                name);
    }
    if (wifi->cas.count > NH_WIFI_CAS)
        return nh_fail(err, NH_USAGE, NULL, "A Wi-Fi profile can have at most %d CA certificates.",
                       NH_WIFI_CAS);
    if (wifi->name_count && wifi->cas.count)
        return check_patterns(wifi, target, err);
    if (wifi->name_count)
        return nh_fail(err, NH_NO_NETWORK, NULL,
                       "A Wi-Fi profile must name the CA of the RADIUS server, or any access point "
                       "could pretend to be it. Give --radius-ca FILE, which your institution "
                       "tells you.");
    if (wifi->cas.count)
        return nh_fail(err, NH_NO_NETWORK, NULL,
                       "A Wi-Fi profile must name the RADIUS server, or any server with a "
                       "certificate of the same CA could pretend to be it. Give --radius-name "
                       "NAME, which your institution tells you.");
    return nh_fail(
        err, NH_NO_NETWORK, NULL,
        "A Wi-Fi profile must name the right RADIUS server, or any access point could pretend to "
        "be it. Give --radius-ca FILE and --radius-name NAME, which your institution tells you, or "
        "--from FILE with its .eap-config or .mobileconfig.");
}

enum nh_status nh_wifi_check(struct nh_wifi *wifi, const struct nh_target *target,
                             struct nh_error *err)
{
    if (!wifi->ssid)
        wifi->ssid = "eduroam";
    enum nh_status status = check_ssid(wifi->ssid, err);
    if (status)
        return status;
    if (wifi->realm && !is_host(wifi->realm))
        return nh_fail(err, NH_USAGE, NULL, "\"%.80s\" is not a realm, like example.ac.jp.",
                       wifi->realm);
    if (wifi->outer && !nh_wifi_is_plain(wifi->outer))
        return nh_fail(err, NH_NO_NETWORK, NULL, "\"%.80s\" is not an outer identity.",
                       wifi->outer);
    return check_names(wifi, target, err);
}

enum nh_status nh_wifi_outer(const struct nh_wifi *wifi, const struct nh_identity *identity,
                             char **out, struct nh_error *err)
{
    const char *email = identity->emails[0];
    char *outer = NULL;
    if (wifi->outer ? asprintf(&outer, "%s", wifi->outer) < 0
                    : wifi->realm && asprintf(&outer, "anonymous@%s", wifi->realm) < 0)
        return nh_fail_memory(err);
    if (!outer && (!email || !nh_wifi_is_plain(email)))
        return nh_fail(
            err, NH_NO_NETWORK, NULL,
            "The certificate has no e-mail address to send to the network. Name the realm of your "
            "institution: --realm example.ac.jp");
    if (!outer && !(outer = strdup(email)))
        return nh_fail_memory(err);
    *out = outer;
    return NH_OK;
}
