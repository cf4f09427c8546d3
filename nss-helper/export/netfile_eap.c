/* SPDX-License-Identifier: MPL-2.0 */
/* draft-winter-opsawg-eap-metadata. */
#include "export/netfile_eap.h"

#include "export/network.h"
#include "formats/xmltree.h"

#include <stdlib.h>
#include <string.h>

/* All methods name the same servers; prefer the one for EAP-TLS. */
static const struct nh_xml *find_method(const struct nh_xml *provider)
{
    const struct nh_xml *methods = nh_xml_at(provider, "AuthenticationMethods");
    const struct nh_xml *found = NULL;
    const struct nh_xml *method = methods ? methods->children : NULL;
    for (; (method = nh_xml_find(method, "AuthenticationMethod")); method = method->next) {
        const struct nh_xml *type = nh_xml_at(method, "EAPMethod/Type");
        if (type && strcmp(type->text, NH_NETWORK_EAP_TLS) == 0)
            return method;
        if (!found && nh_xml_at(method, "ServerSideCredential/CA"))
            found = method;
    }
    return found;
}

static enum nh_status take_servers(const struct nh_xml *method, struct nh_network *out,
                                   struct nh_error *err)
{
    const struct nh_xml *server = nh_xml_at(method, "ServerSideCredential");
    const struct nh_xml *outer = nh_xml_at(method, "ClientSideCredential/OuterIdentity");
    enum nh_status status = NH_OK;
    for (const struct nh_xml *it = server ? server->children : NULL; it && !status; it = it->next) {
        if (strcmp(it->name, "CA") == 0)
            status = nh_network_add_ca(out, it->text, err);
        else if (strcmp(it->name, "ServerID") == 0)
            status = nh_network_add_name(out, it->text, err);
    }
    if (outer)
        nh_network_take_outer(out, outer->text);
    return status;
}

static void take_networks(const struct nh_xml *provider, struct nh_network *out)
{
    const struct nh_xml *where = nh_xml_at(provider, "CredentialApplicability");
    const struct nh_xml *it = where ? where->children : NULL;
    for (; (it = nh_xml_find(it, "IEEE80211")); it = it->next) {
        const struct nh_xml *ssid = nh_xml_at(it, "SSID");
        if (ssid)
            nh_network_add_ssid(out, ssid->text);
    }
}

enum nh_status nh_netfile_eap(const struct nh_xml *root, struct nh_network *out,
                              struct nh_error *err)
{
    const struct nh_xml *provider = nh_xml_at(root, "EAPIdentityProvider");
    const struct nh_xml *method = provider ? find_method(provider) : NULL;
    if (!method)
        return nh_fail(err, NH_NO_NETWORK, NULL,
                       "This .eap-config does not name the servers of the network.");
    const char *space = nh_xml_attribute(provider, "namespace");
    const char *id = nh_xml_attribute(provider, "ID");
    enum nh_status status = take_servers(method, out, err);
    if (space && id && strcmp(space, "urn:RFC4282:realm") == 0)
        nh_network_take_realm(out, id);
    take_networks(provider, out);
    return status;
}
