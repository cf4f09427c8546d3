/* SPDX-License-Identifier: MPL-2.0 */
#include "export/geteduroam.h"

#include "export/wifi.h"
#include "export/xmltext.h"
#include "nss/base64.h"

#include <string.h>

static bool add_server(const struct nh_wifi *wifi, struct nh_buf *out)
{
    bool added = nh_xmltext_add(out, "<ServerSideCredential>\n");
    for (size_t i = 0; added && i < wifi->cas.count; i++)
        added = nh_xmltext_add(out, "<CA format=\"X.509\" encoding=\"base64\">") &&
                nh_base64_add(wifi->cas.items[i].data, wifi->cas.items[i].length, "", out) &&
                nh_xmltext_add(out, "</CA>\n");
    for (size_t i = 0; added && i < wifi->name_count; i++)
        added = nh_xmltext_add(out, "<ServerID>%s</ServerID>\n", wifi->names[i]);
    return added && nh_xmltext_add(out, "</ServerSideCredential>\n");
}

static bool add_client(const struct nh_wifi_parts *parts, struct nh_buf *out)
{
    return nh_xmltext_add(out, "<ClientSideCredential>\n<OuterIdentity>") &&
           nh_xmltext_add_xml(out, parts->outer) &&
           nh_xmltext_add(out, "</OuterIdentity>\n<ClientCertificate format=\"PKCS12\" "
                               "encoding=\"base64\">") &&
           nh_base64_add(parts->p12_bytes->data, parts->p12_bytes->length, "", out) &&
           nh_xmltext_add(out, "</ClientCertificate>\n</ClientSideCredential>\n");
}

bool nh_wifi_geteduroam(const struct nh_wifi_parts *parts, struct nh_buf *out)
{
    const char *realm = strchr(parts->outer, '@');
    realm = realm ? realm + 1 : parts->outer;
    return nh_xmltext_add(out,
                          "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<EAPIdentityProviderList>\n"
                          "<EAPIdentityProvider ID=\"%s\" namespace=\"urn:RFC4282:realm\" "
                          "lang=\"en\" version=\"1\">\n"
                          "<AuthenticationMethods>\n<AuthenticationMethod>\n"
                          "<EAPMethod><Type>13</Type></EAPMethod>\n",
                          realm) &&
           add_server(parts->wifi, out) && add_client(parts, out) &&
           nh_xmltext_add(out, "</AuthenticationMethod>\n</AuthenticationMethods>\n"
                               "<CredentialApplicability>\n<IEEE80211>\n<SSID>") &&
           nh_xmltext_add_xml(out, parts->wifi->ssid) &&
           nh_xmltext_add(out,
                          "</SSID>\n<MinRSNProto>CCMP</MinRSNProto>\n</IEEE80211>\n"
                          "</CredentialApplicability>\n<ProviderInfo>\n"
                          "<DisplayName lang=\"en\">%s</DisplayName>\n</ProviderInfo>\n"
                          "</EAPIdentityProvider>\n</EAPIdentityProviderList>\n",
                          realm);
}
