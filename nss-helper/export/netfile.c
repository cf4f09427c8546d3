/* SPDX-License-Identifier: MPL-2.0 */
#include "export/netfile.h"

#include "export/netfile_apple.h"
#include "export/netfile_eap.h"
#include "export/network.h"
#include "export/xmltree.h"
#include "nss/der.h"

#include <cms.h>
#include <stdio.h>
#include <string.h>

static enum nh_status read_plain(const void *data, size_t length, const char *ssid,
                                 struct nh_network *out, struct nh_error *err)
{
    struct nh_xml *root = NULL;
    enum nh_status status = nh_xml_parse(data, length, &root, NULL);
    if (!status && strcmp(root->name, "EAPIdentityProviderList") == 0)
        status = nh_netfile_eap(root, out, err);
    else if (!status && strcmp(root->name, "plist") == 0)
        status = nh_netfile_apple(root, ssid, out, err);
    else
        status = nh_fail(err, NH_NO_NETWORK, NULL,
                         "This is neither an .eap-config nor a .mobileconfig that can be read.");
    nh_xml_free(&root);
    return status;
}

/* RFC 5652 section 5: what was signed. */
static enum nh_status read_signed(const struct nh_buf *file, const char *ssid,
                                  struct nh_network *out, struct nh_error *err)
{
    SECItem der = {siBuffer, file->data, (unsigned)file->length};
    NSSCMSMessage *message = NSS_CMSMessage_CreateFromDER(&der, NULL, NULL, NULL, NULL, NULL, NULL);
    SECItem *content =
        message && NSS_CMSMessage_IsSigned(message) ? NSS_CMSMessage_GetContent(message) : NULL;
    enum nh_status status = content && content->data
                                ? read_plain(content->data, content->len, ssid, out, err)
                                : nh_fail(err, NH_NO_NETWORK, NULL,
                                          "This is no signed .mobileconfig that can be read.");
    if (message)
        NSS_CMSMessage_Destroy(message);
    return status;
}

enum nh_status nh_netfile_read(const struct nh_buf *file, const char *ssid, struct nh_network *out,
                               struct nh_error *err)
{
    bool is_der = nh_der_begins(file->data, file->length);
    struct nh_network read = {0};
    enum nh_status status = file->length > NH_XML_MAX
                                ? nh_fail(err, NH_NO_NETWORK, NULL,
                                          "This file is too large for the settings of a network.")
                            : is_der ? read_signed(file, ssid, &read, err)
                                     : read_plain(file->data, file->length, ssid, &read, err);
    if (status)
        nh_network_reset(&read);
    else
        *out = read;
    return status;
}
