/* SPDX-License-Identifier: MPL-2.0 */
#include "wifi.h"

#include "exports/text.h"

/* In hex, which needs no escapes. Without private_key_passwd it asks for the password. */
bool nh_wifi_wpa_supplicant(const struct nh_wifi_parts *parts, struct nh_buf *out)
{
    const struct nh_wifi *wifi = parts->wifi;
    bool added = nh_text_add(out, "network={\n\tssid=");
    for (const char *c = wifi->ssid; added && *c; c++)
        added = nh_text_add(out, "%02x", (unsigned)(unsigned char)*c);
    if (!added ||
        !nh_text_add(out, "\n\tkey_mgmt=WPA-EAP\n\teap=TLS\n\tidentity=\"%s\"\n\tca_cert=\"%s\"\n"
                          "\tprivate_key=\"%s\"\n\tdomain_match=\"",
                     parts->outer, parts->ca, parts->p12))
        return false;
    for (size_t i = 0; i < wifi->name_count; i++) {
        if (!nh_text_add(out, "%s%s", i ? ";" : "", wifi->names[i]))
            return false;
    }
    return nh_text_add(out, "\"\n}\n");
}
