/* SPDX-License-Identifier: MPL-2.0 */
/* A property list in XML (plist(5)), and in it a configuration profile. */
#include "export/netfile_apple.h"

#include "export/network.h"

#include "export/xmltree.h"

#include <string.h>
#include <strings.h>

/* The value of a key in a dict, of this kind ("string", "array" …); NULL. */
static const struct nh_xml *value_of(const struct nh_xml *dict, const char *key, const char *kind)
{
    const struct nh_xml *it = dict ? dict->children : NULL;
    for (; it && it->next; it = it->next) {
        if (strcmp(it->name, "key") == 0 && strcmp(it->text, key) == 0)
            return strcmp(it->next->name, kind) == 0 ? it->next : NULL;
    }
    return NULL;
}

static const char *text_of(const struct nh_xml *dict, const char *key)
{
    const struct nh_xml *value = value_of(dict, key, "string");
    return value ? value->text : "";
}

static const struct nh_xml *payloads_of(const struct nh_xml *root)
{
    const struct nh_xml *list = value_of(nh_xml_at(root, "dict"), "PayloadContent", "array");
    return list ? list->children : NULL;
}

/* com.apple.security.root, .pkcs1 and .pem hold a CA, and .pkcs12 a person's key. */
static bool is_ca(const struct nh_xml *payload)
{
    static const char *const types[] = {"root", "pkcs1", "pem"};
    static const char before[] = "com.apple.security.";
    const char *type = text_of(payload, "PayloadType");
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
    const struct nh_xml *payload = payloads_of(root);
    for (; (payload = nh_xml_find(payload, "dict")); payload = payload->next) {
        const struct nh_xml *data = value_of(payload, "PayloadContent", "data");
        if (data && is_ca(payload) && strcasecmp(text_of(payload, "PayloadUUID"), uuid) == 0)
            return nh_network_add_ca(out, data->text, err);
    }
    /* Without it less is believed, and never more. */
    return NH_OK;
}

static enum nh_status take_servers(const struct nh_xml *root, const struct nh_xml *eap,
                                   struct nh_network *out, struct nh_error *err)
{
    const struct nh_xml *anchors = value_of(eap, "PayloadCertificateAnchorUUID", "array");
    const struct nh_xml *names = value_of(eap, "TLSTrustedServerNames", "array");
    const struct nh_xml *it = anchors ? anchors->children : NULL;
    enum nh_status status = NH_OK;
    for (; !status && (it = nh_xml_find(it, "string")); it = it->next)
        status = add_anchor(root, it->text, out, err);
    it = names ? names->children : NULL;
    for (; !status && (it = nh_xml_find(it, "string")); it = it->next)
        status = nh_network_add_name(out, it->text, err);
    /* EAP-TLS has no outer identity there, but a name. */
    const char *at = strrchr(text_of(eap, "UserName"), '@');
    if (at)
        nh_network_take_realm(out, at + 1);
    nh_network_take_outer(out, text_of(eap, "OuterIdentity"));
    return status;
}

/* The payload of the network that is wanted, or of eduroam, else the first one with 802.1X;
   one of Passpoint alone has no SSID. */
static const struct nh_xml *find_wifi(const struct nh_xml *root, const char *wanted)
{
    const char *best = wanted ? wanted : "eduroam";
    const struct nh_xml *found = NULL, *payload = payloads_of(root);
    for (; (payload = nh_xml_find(payload, "dict")); payload = payload->next) {
        const char *ssid = text_of(payload, "SSID_STR");
        bool fits = strcmp(text_of(payload, "PayloadType"), "com.apple.wifi.managed") == 0 &&
                    value_of(payload, "EAPClientConfiguration", "dict") && *ssid;
        if (fits &&
            (!found || (strcmp(ssid, best) == 0 && strcmp(text_of(found, "SSID_STR"), best) != 0)))
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
    nh_network_add_ssid(out, text_of(wifi, "SSID_STR"));
    return take_servers(root, value_of(wifi, "EAPClientConfiguration", "dict"), out, err);
}
