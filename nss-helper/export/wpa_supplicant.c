/* SPDX-License-Identifier: MPL-2.0 */
#include "export/wpa_supplicant.h"

#include "base/hex.h"
#include "export/wifi.h"
#include "export/xmltext.h"

#include <string.h>

/* The SSID in hex needs no escapes. Without private_key_passwd, wpa_supplicant asks for the
   password. */
bool nh_wifi_wpa_supplicant(const struct nh_wifi_parts *parts, struct nh_buf *out)
{
    const struct nh_wifi *wifi = parts->wifi;
    char ssid[NH_HEX_SIZE(NH_WIFI_SSID_SIZE)];
    nh_hex(wifi->ssid, strlen(wifi->ssid), ssid);
    return nh_xmltext_add(out, "network={\n\tssid=%s", ssid) &&
           nh_xmltext_add(out,
                          "\n\tkey_mgmt=WPA-EAP\n\teap=TLS\n\tidentity=\"%s\"\n\tca_cert=\"%s\"\n"
                          "\tprivate_key=\"%s\"\n\t%s=\"",
                          parts->outer, parts->ca, parts->p12,
                          nh_wifi_is_pattern(wifi->names[0]) ? "domain_suffix_match"
                                                             : "domain_match") &&
           nh_xmltext_add_names(out, wifi) && nh_xmltext_add(out, "\"\n}\n");
}
