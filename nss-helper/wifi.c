/* SPDX-License-Identifier: MPL-2.0 */
#include "wifi.h"

#include "files.h"
#include "identity.h"
#include "netfile.h"
#include "pem.h"
#include "private.h"
#include "utf8.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SSID_MOST (NH_WIFI_SSID_SIZE - 1)

#define P12 "certificate.p12"
#define CA "radius-ca.pem"

/* What needs no escape in any of the profiles. */
static bool is_plain(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text <= ' ' || *text == 0x7f || strchr("\"\\;#<>&'", *text))
            return false;
    }
    return true;
}

/* Letters, digits, dots and hyphens: what a server and a realm are called (RFC 1123). */
static bool is_host(const char *text)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
    size_t length = strlen(text);
    return length > 0 && length < 254 && strspn(text, allowed) == length && *text != '.' &&
           *text != '-' && strchr(text, '.') && !strstr(text, "..");
}

static bool is_ssid(const char *text)
{
    size_t length = strlen(text), step;
    if (length == 0 || length > SSID_MOST)
        return false;
    for (; length; text += step, length -= step) {
        uint32_t character = 0;
        step = nh_utf8_next(text, length, &character);
        if (step == 0 || nh_utf8_harmful(character))
            return false;
    }
    return true;
}

enum nh_status nh_wifi_names(struct nh_wifi *wifi, const char *names, struct nh_error *err)
{
    for (wifi->name_count = 0; *names; names += *names == ',') {
        size_t length = strcspn(names, ",");
        if (wifi->name_count == NH_WIFI_NAMES || length >= sizeof wifi->names[0])
            return nh_fail(err, NH_USAGE, NULL, "There are %d names of RADIUS servers at most.",
                           NH_WIFI_NAMES);
        char *name = wifi->names[wifi->name_count++];
        memcpy(name, names, length);
        name[length] = '\0';
        names += length;
    }
    return NH_OK;
}

enum nh_status nh_wifi_complete(struct nh_wifi *wifi, const struct nh_netfile *netfile,
                                struct nh_error *err)
{
    if (!wifi->ssid && *netfile->ssid)
        wifi->ssid = netfile->ssid;
    if (!wifi->realm && *netfile->outer)
        wifi->outer = netfile->outer;
    if (!wifi->realm && *netfile->realm)
        wifi->realm = netfile->realm;
    if (wifi->name_count == 0) {
        memcpy(wifi->names, netfile->names, sizeof wifi->names);
        wifi->name_count = netfile->name_count;
    }
    for (size_t i = 0, none = wifi->cas.count == 0; none && i < netfile->cas.count; i++) {
        if (!nh_bufs_add(&wifi->cas, netfile->cas.items[i].data, netfile->cas.items[i].length))
            return nh_fail_memory(err);
    }
    return NH_OK;
}

bool nh_wifi_is_pattern(const char *name)
{
    return strncmp(name, "*.", 2) == 0;
}

/* Apple's devices know patterns. wpa_supplicant, and NetworkManager by it, look at whole names
   or at the ends of all. What Windows and geteduroam make of a pattern is not certain. */
static enum nh_status check_patterns(const struct nh_wifi *wifi, const struct nh_target *target,
                                     struct nh_error *err)
{
    bool ends = target->wifi == nh_wifi_networkmanager || target->wifi == nh_wifi_wpa_supplicant;
    size_t patterns = 0;
    for (size_t i = 0; i < wifi->name_count; i++)
        patterns += nh_wifi_is_pattern(wifi->names[i]);
    if (patterns == 0 || target->wifi == nh_wifi_apple || (ends && patterns == wifi->name_count))
        return NH_OK;
    return nh_fail(err, NH_USAGE, NULL,
                   "A profile for \"%s\" can't have a pattern of names, as *.example.ac.jp is%s. "
                   "Name the servers in full: --radius-name.", target->name,
                   ends ? ", beside names in full" : "");
}

static enum nh_status check_names(const struct nh_wifi *wifi, const struct nh_target *target,
                                  struct nh_error *err)
{
    for (size_t i = 0; i < wifi->name_count; i++) {
        const char *name = wifi->names[i];
        if (!is_host(nh_wifi_is_pattern(name) ? name + 2 : name))
            return nh_fail(err, NH_USAGE, NULL,
                           "\"%.80s\" is no name of a server, as radius.example.ac.jp is. Name it "
                           "in full: --radius-name.", name);
    }
    if (wifi->cas.count > NH_WIFI_CAS)
        return nh_fail(err, NH_USAGE, NULL, "There are %d certificates of CAs at most.",
                       NH_WIFI_CAS);
    if (wifi->name_count && wifi->cas.count)
        return check_patterns(wifi, target, err);
    return nh_fail(err, NH_NO_NETWORK, NULL,
                   "A Wi-Fi profile has to name the right RADIUS server, or any access point could "
                   "take its place: --radius-ca FILE and --radius-name NAME, which the institution "
                   "tells, or --from FILE, its own .eap-config or .mobileconfig.");
}

enum nh_status nh_wifi_check(struct nh_wifi *wifi, const struct nh_target *target,
                             struct nh_error *err)
{
    if (!wifi->ssid)
        wifi->ssid = "eduroam";
    if (!is_ssid(wifi->ssid))
        return nh_fail(err, NH_USAGE, NULL, "An SSID has 1 to %d bytes of plain text.", SSID_MOST);
    if (wifi->realm && !is_host(wifi->realm))
        return nh_fail(err, NH_USAGE, NULL, "\"%.80s\" is no realm, as example.ac.jp is.",
                       wifi->realm);
    if (wifi->outer && !is_plain(wifi->outer))
        return nh_fail(err, NH_NO_NETWORK, NULL, "\"%.80s\" is no outer identity.", wifi->outer);
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
    if (!outer && (!email || !is_plain(email)))
        return nh_fail(err, NH_NO_NETWORK, NULL,
                       "The certificate has no e-mail address that the network could be told: name "
                       "the realm of the institution, --realm example.ac.jp.");
    if (!outer && !(outer = strdup(email)))
        return nh_fail_memory(err);
    *out = outer;
    return NH_OK;
}

static enum nh_status write_cas(const struct nh_wifi *wifi, struct nh_buf *out,
                                struct nh_error *err)
{
    enum nh_status status = NH_OK;
    for (size_t i = 0; !status && i < wifi->cas.count; i++)
        status = nh_pem_write("CERTIFICATE", wifi->cas.items[i].data, wifi->cas.items[i].length, out,
                              err);
    return status;
}

static enum nh_status put_one(const char *folder, const char *name, bool shared,
                              const struct nh_buf *bytes, struct nh_error *err)
{
    char *path = nh_path_join(folder, name), *written = NULL;
    enum nh_status status =
        path ? nh_private_file(&(struct nh_private_place){.path = path, .shared = shared}, bytes,
                               &written, err)
             : nh_fail_memory(err);
    free(written);
    free(path);
    return status;
}

static void take_back(const char *folder, const char *const *names)
{
    for (; *names; names++) {
        char *path = nh_path_join(folder, *names);
        if (path)
            unlink(path);
        free(path);
    }
    rmdir(folder);
}

static enum nh_status fill_folder(const char *folder, const struct nh_target *target,
                                  struct nh_wifi_parts *parts, bool shared, struct nh_error *err)
{
    struct nh_buf text = {0}, cas = {0};
    char *p12 = nh_path_join(folder, P12), *ca = nh_path_join(folder, CA);
    enum nh_status status = p12 && ca ? NH_OK : nh_fail_memory(err);
    parts->p12 = p12;
    parts->ca = ca;
    if (!status && !is_plain(folder))
        status = nh_fail(err, NH_USAGE, NULL, "The profile names files in %s: choose a folder whose "
                         "name has no blanks, quotes and the like.", folder);
    if (!status && !target->wifi(parts, &text))
        status = nh_fail_memory(err);
    if (!status)
        status = write_cas(parts->wifi, &cas, err);
    if (!status)
        status = put_one(folder, P12, shared, parts->p12_bytes, err);
    if (!status)
        status = put_one(folder, CA, shared, &cas, err);
    if (!status)
        status = put_one(folder, target->file, shared, &text, err);
    nh_buf_reset(&text);
    nh_buf_reset(&cas);
    free(p12);
    free(ca);
    return status;
}

static enum nh_status put_folder(const struct nh_target *target, struct nh_wifi_parts *parts,
                                 const struct nh_private_place *place, char **written,
                                 struct nh_error *err)
{
    const char *const names[] = {P12, CA, target->file, NULL};
    char *folder = NULL;
    enum nh_status status = nh_private_folder(place, &folder, err);
    if (status)
        return status;
    status = fill_folder(folder, target, parts, place->shared, err);
    if (status) {
        take_back(folder, names);
        free(folder);
    } else {
        *written = folder;
    }
    return status;
}

enum nh_status nh_wifi_put(const struct nh_target *target, const struct nh_wifi *wifi,
                           const char *outer, const struct nh_buf *p12,
                           const struct nh_private_place *place, char **written,
                           struct nh_error *err)
{
    struct nh_wifi_parts parts = {.wifi = wifi, .outer = outer, .p12_bytes = p12};
    struct nh_buf text = {0};
    if (target->file)
        return put_folder(target, &parts, place, written, err);
    enum nh_status status = target->wifi(&parts, &text) ? NH_OK : nh_fail_memory(err);
    if (!status)
        status = nh_private_file(place, &text, written, err);
    nh_buf_reset(&text);
    return status;
}
