/* SPDX-License-Identifier: MPL-2.0 */
#include "export/networkmanager.h"

#include "export/wifi.h"
#include "export/xmltext.h"

/* As a list of bytes: a text would need escapes. */
static bool add_ssid(struct nh_buf *out, const char *ssid)
{
    bool added = nh_xmltext_add(out, "ssid=");
    for (; added && *ssid; ssid++)
        added = nh_xmltext_add(out, "%u;", (unsigned)(unsigned char)*ssid);
    return added && nh_xmltext_add(out, "\n");
}

/* Flag 1: the desktop asks for the password and stores it in its keyring. */
bool nh_wifi_networkmanager(const struct nh_wifi_parts *parts, struct nh_buf *out)
{
    const struct nh_wifi *wifi = parts->wifi;
    char uuid[NH_UUID_SIZE];
    return nh_xmltext_uuid(uuid) &&
           nh_xmltext_add(
               out, "[connection]\nid=%s\nuuid=%s\ntype=wifi\n\n[wifi]\nmode=infrastructure\n",
               wifi->ssid, uuid) &&
           add_ssid(out, wifi->ssid) &&
           nh_xmltext_add(
               out, "\n[wifi-security]\nkey-mgmt=wpa-eap\n\n[802-1x]\neap=tls;\nidentity=%s\n",
               parts->outer) &&
           nh_xmltext_add(out,
                          "ca-cert=%s\nclient-cert=%s\nprivate-key=%s\n"
                          "private-key-password-flags=1\n%s=",
                          parts->ca, parts->p12, parts->p12,
                          nh_wifi_is_pattern(wifi->names[0]) ? "domain-suffix-match"
                                                             : "domain-match") &&
           nh_xmltext_add_names(out, wifi) &&
           nh_xmltext_add(out, "\n\n[ipv4]\nmethod=auto\n\n[ipv6]\nmethod=auto\n");
}
