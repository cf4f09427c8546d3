/* SPDX-License-Identifier: MPL-2.0 */
#include "export/apple.h"

#include "export/wifi.h"
#include "export/wifi_describe.h"
#include "export/xmltext.h"
#include "nss/base64.h"

#define IDENTIFIER "nss-helper"

/* The keys that every payload needs. */
static bool add_payload(struct nh_buf *out, const char *type, const char *name, const char *uuid)
{
    return nh_xmltext_add(out,
                          "<key>PayloadType</key><string>%s</string>\n"
                          "<key>PayloadVersion</key><integer>1</integer>\n"
                          "<key>PayloadIdentifier</key><string>" IDENTIFIER ".%s.%s</string>\n"
                          "<key>PayloadUUID</key><string>%s</string>\n",
                          type, name, uuid, uuid);
}

static bool add_data(struct nh_buf *out, const struct nh_buf *bytes)
{
    return nh_xmltext_add(out, "<key>PayloadContent</key><data>\n") &&
           nh_base64_add(bytes->data, bytes->length, "\n", out) && nh_xmltext_add(out, "</data>\n");
}

static bool add_network(const struct nh_wifi_parts *parts, const char *identity,
                        char (*anchors)[NH_UUID_SIZE], struct nh_buf *out)
{
    const struct nh_wifi *wifi = parts->wifi;
    char uuid[NH_UUID_SIZE];
    bool added = nh_xmltext_uuid(uuid) && nh_xmltext_add(out, "<dict>\n") &&
                 add_payload(out, "com.apple.wifi.managed", "wifi", uuid) &&
                 nh_xmltext_add(out, "<key>SSID_STR</key><string>") &&
                 nh_xmltext_add_xml(out, wifi->ssid) &&
                 nh_xmltext_add(out,
                                "</string>\n<key>HIDDEN_NETWORK</key><false/>\n"
                                "<key>AutoJoin</key><true/>\n"
                                "<key>EncryptionType</key><string>WPA</string>\n"
                                "<key>PayloadCertificateUUID</key><string>%s</string>\n"
                                "<key>EAPClientConfiguration</key><dict>\n"
                                "<key>AcceptEAPTypes</key><array><integer>13</integer></array>\n"
                                "<key>UserName</key><string>%s</string>\n"
                                "<key>PayloadCertificateAnchorUUID</key><array>\n",
                                identity, parts->outer);
    for (size_t i = 0; added && i < wifi->cas.count; i++)
        added = nh_xmltext_add(out, "<string>%s</string>\n", anchors[i]);
    added = added && nh_xmltext_add(out, "</array>\n<key>TLSTrustedServerNames</key><array>\n");
    for (size_t i = 0; added && i < wifi->name_count; i++)
        added = nh_xmltext_add(out, "<string>%s</string>\n", wifi->names[i]);
    return added && nh_xmltext_add(out, "</array>\n</dict>\n</dict>\n");
}

static bool add_payloads(const struct nh_wifi_parts *parts, struct nh_buf *out)
{
    const struct nh_wifi *wifi = parts->wifi;
    char identity[NH_UUID_SIZE], anchors[NH_WIFI_CAS][NH_UUID_SIZE];
    bool added = nh_xmltext_uuid(identity) && nh_xmltext_add(out, "<dict>\n") &&
                 add_payload(out, "com.apple.security.pkcs12", "identity", identity) &&
                 add_data(out, parts->p12_bytes) && nh_xmltext_add(out, "</dict>\n");
    for (size_t i = 0; added && i < wifi->cas.count; i++)
        added = nh_xmltext_uuid(anchors[i]) && nh_xmltext_add(out, "<dict>\n") &&
                add_payload(out,
                            nh_wifi_is_root(&wifi->cas.items[i]) ? "com.apple.security.root"
                                                                 : "com.apple.security.pkcs1",
                            "ca", anchors[i]) &&
                add_data(out, &wifi->cas.items[i]) && nh_xmltext_add(out, "</dict>\n");
    return added && add_network(parts, identity, anchors, out);
}

bool nh_wifi_apple(const struct nh_wifi_parts *parts, struct nh_buf *out)
{
    char uuid[NH_UUID_SIZE];
    return nh_xmltext_uuid(uuid) &&
           nh_xmltext_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                               "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
                               "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
                               "<plist version=\"1.0\"><dict>\n") &&
           add_payload(out, "Configuration", "profile", uuid) &&
           nh_xmltext_add(out, "<key>PayloadDisplayName</key><string>") &&
           nh_xmltext_add_xml(out, parts->wifi->ssid) &&
           nh_xmltext_add(out, "</string>\n<key>PayloadContent</key><array>\n") &&
           add_payloads(parts, out) && nh_xmltext_add(out, "</array>\n</dict></plist>\n");
}
