/* SPDX-License-Identifier: MPL-2.0 */
#include "export/windows.h"

#include "base/hex.h"
#include "export/wifi.h"
#include "export/wifi_describe.h"
#include "export/xmltext.h"

#include <pk11pub.h>

#define MS "http://www.microsoft.com/"
#define COMMON " xmlns=\"" MS "provisioning/EapCommon\""
#define V2 " xmlns=\"" MS "provisioning/EapTlsConnectionPropertiesV2\""

/* Windows identifies a root by the SHA-1 of its DER. */
static bool add_root(const struct nh_buf *ca, struct nh_buf *out)
{
    unsigned char hash[20];
    char text[NH_HEX_SIZE(sizeof hash)];
    if (PK11_HashBuf(SEC_OID_SHA1, hash, ca->data, (PRInt32)ca->length) != SECSuccess)
        return false;
    nh_hex(hash, sizeof hash, text);
    return nh_xmltext_add(out, "<TrustedRootCA>%s</TrustedRootCA>\n", text);
}

/* Windows accepts only a root at the end of the chain, not an intermediate. */
static bool is_trusted(const struct nh_wifi *wifi, size_t at)
{
    bool roots = false;
    for (size_t i = 0; i < wifi->cas.count; i++)
        roots |= nh_wifi_is_root(&wifi->cas.items[i]);
    return !roots || nh_wifi_is_root(&wifi->cas.items[at]);
}

static bool add_validation(const struct nh_wifi *wifi, struct nh_buf *out)
{
    bool added =
        nh_xmltext_add(out, "<ServerValidation>\n<DisableUserPromptForServerValidation>true"
                            "</DisableUserPromptForServerValidation>\n<ServerNames>") &&
        nh_xmltext_add_names(out, wifi) && nh_xmltext_add(out, "</ServerNames>\n");
    for (size_t i = 0; added && i < wifi->cas.count; i++)
        added = !is_trusted(wifi, i) || add_root(&wifi->cas.items[i], out);
    return added && nh_xmltext_add(out, "</ServerValidation>\n");
}

static bool add_eap(const struct nh_wifi *wifi, struct nh_buf *out)
{
    return nh_xmltext_add(out,
                          "<EAPConfig><EapHostConfig xmlns=\"" MS "provisioning/EapHostConfig\">\n"
                          "<EapMethod><Type" COMMON ">13</Type><VendorId" COMMON ">0</VendorId>"
                          "<VendorType" COMMON ">0</VendorType><AuthorId" COMMON ">0</AuthorId>"
                          "</EapMethod>\n<Config>\n<Eap xmlns=\"" MS
                          "provisioning/BaseEapConnectionPropertiesV1\"><Type>13</Type>\n"
                          "<EapType xmlns=\"" MS "provisioning/EapTlsConnectionPropertiesV1\">\n"
                          "<CredentialsSource><CertificateStore><SimpleCertSelection>true"
                          "</SimpleCertSelection></CertificateStore></CredentialsSource>\n") &&
           add_validation(wifi, out) &&
           nh_xmltext_add(out, "<DifferentUsername>false</DifferentUsername>\n"
                               "<PerformServerValidation" V2 ">true</PerformServerValidation>\n"
                               "<AcceptServerName" V2 ">true</AcceptServerName>\n"
                               "</EapType></Eap>\n</Config></EapHostConfig></EAPConfig>\n");
}

/* https://learn.microsoft.com/en-us/windows/win32/nativewifi/wlan-profileschema-schema */
bool nh_wifi_windows(const struct nh_wifi_parts *parts, struct nh_buf *out)
{
    const struct nh_wifi *wifi = parts->wifi;
    bool added = nh_xmltext_add(out, "<?xml version=\"1.0\"?>\n<WLANProfile xmlns=\"" MS
                                     "networking/WLAN/profile/v1\">\n<name>") &&
                 nh_xmltext_add_xml(out, wifi->ssid) &&
                 nh_xmltext_add(out, "</name>\n<SSIDConfig><SSID><hex>");
    for (const char *c = wifi->ssid; added && *c; c++)
        added = nh_xmltext_add(out, "%02X", (unsigned)(unsigned char)*c);
    return added &&
           nh_xmltext_add(out, "</hex></SSID></SSIDConfig>\n<connectionType>ESS</connectionType>\n"
                               "<connectionMode>auto</connectionMode>\n<MSM><security>\n"
                               "<authEncryption><authentication>WPA2</authentication>"
                               "<encryption>AES</encryption><useOneX>true</useOneX>"
                               "</authEncryption>\n<OneX xmlns=\"" MS "networking/OneX/v1\">\n"
                               "<authMode>user</authMode>\n") &&
           add_eap(wifi, out) &&
           nh_xmltext_add(out, "</OneX>\n</security></MSM>\n</WLANProfile>\n");
}
