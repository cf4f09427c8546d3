/* SPDX-License-Identifier: MPL-2.0 */
#include "export/netfile_apple.h"

#include "export/network.h"
#include "formats/plist.h"
#include "formats/xmltree.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* com.apple.security.root, .pkcs1 and .pem hold a CA, and .pkcs12 a person's key. */
static bool is_ca(const struct nh_xml *payload)
{
    static const char *const types[] = {"root", "pkcs1", "pem"};
    static const char before[] = "com.apple.security.";
    const char *type = nh_plist_text(payload, "PayloadType");
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strncmp(type, before, sizeof before - 1) == 0 &&
            strcmp(type + sizeof before - 1, types[i]) == 0)
            return true;
    }
    return false;
}

static enum nh_status add_anchor(const struct nh_xml *root, const char *uuid,
                                 struct nh_network *out, struct nh_error *err)
{
    const struct nh_xml *payload = nh_plist_payloads(root);
    for (; (payload = nh_xml_find(payload, "dict")); payload = payload->next) {
        const struct nh_xml *data = nh_plist_value(payload, "PayloadContent", "data");
        if (data && is_ca(payload) && strcasecmp(nh_plist_text(payload, "PayloadUUID"), uuid) == 0)
            return nh_network_add_ca(out, data->text, err);
    }
    /* Without it fewer servers are trusted, never more. */
    return NH_OK;
}

static bool is_for_tls(const struct nh_xml *eap)
{
    const struct nh_xml *types = nh_plist_value(eap, "AcceptEAPTypes", "array");
    const struct nh_xml *it = types ? types->children : NULL;
    for (; (it = nh_xml_find(it, "integer")); it = it->next) {
        if (strcmp(it->text, NH_NETWORK_EAP_TLS) == 0)
            return true;
    }
    return false;
}

/* For EAP-TLS there is no outer identity but a user name, which is sent in the clear. The user name
   of other methods is that of the log-in. */
static void take_names(const struct nh_xml *eap, struct nh_network *out)
{
    const char *name = nh_plist_text(eap, "UserName"), *at = strrchr(name, '@');
    const char *outer = nh_plist_text(eap, "OuterIdentity");
    if (at)
        nh_network_take_realm(out, at + 1);
    nh_network_take_outer(out, !*outer && at && at > name && is_for_tls(eap) ? name : outer);
}

static enum nh_status take_servers(const struct nh_xml *root, const struct nh_xml *eap,
                                   struct nh_network *out, struct nh_error *err)
{
    const struct nh_xml *anchors = nh_plist_value(eap, "PayloadCertificateAnchorUUID", "array");
    const struct nh_xml *names = nh_plist_value(eap, "TLSTrustedServerNames", "array");
    const struct nh_xml *it = anchors ? anchors->children : NULL;
    enum nh_status status = NH_OK;
    for (; !status && (it = nh_xml_find(it, "string")); it = it->next)
        status = add_anchor(root, it->text, out, err);
    it = names ? names->children : NULL;
    for (; !status && (it = nh_xml_find(it, "string")); it = it->next)
        status = nh_network_add_name(out, it->text, err);
    take_names(eap, out);
    return status;
}

/* The payload of the wanted network or of eduroam, else the first with 802.1X. A payload for
   Passpoint alone has no SSID. */
static const struct nh_xml *find_wifi(const struct nh_xml *root, const char *wanted)
{
    const char *best = wanted ? wanted : "eduroam";
    const struct nh_xml *found = NULL, *payload = nh_plist_payloads(root);
    for (; (payload = nh_xml_find(payload, "dict")); payload = payload->next) {
        const char *ssid = nh_plist_text(payload, "SSID_STR");
        bool fits = strcmp(nh_plist_text(payload, "PayloadType"), "com.apple.wifi.managed") == 0 &&
                    nh_plist_value(payload, "EAPClientConfiguration", "dict") && *ssid;
        if (fits && (!found || (strcmp(ssid, best) == 0 &&
                                strcmp(nh_plist_text(found, "SSID_STR"), best) != 0)))
            found = payload;
    }
    return found;
}

enum nh_status nh_netfile_apple(const struct nh_xml *root, const char *ssid, struct nh_network *out,
                                struct nh_error *err)
{
    const struct nh_xml *wifi = find_wifi(root, ssid);
    if (!wifi)
        return nh_fail(err, NH_NO_NETWORK, NULL,
                       "This .mobileconfig has no Wi-Fi with 802.1X in it.");
    nh_network_add_ssid(out, nh_plist_text(wifi, "SSID_STR"));
    return take_servers(root, nh_plist_value(wifi, "EAPClientConfiguration", "dict"), out, err);
}
