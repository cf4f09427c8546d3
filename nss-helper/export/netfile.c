/* SPDX-License-Identifier: MPL-2.0 */
#include "export/netfile.h"

#include "export/netfile_apple.h"
#include "export/netfile_eap.h"
#include "export/network.h"
#include "formats/settings.h"
#include "formats/xmltree.h"

#include <string.h>

static enum nh_status read_document(const struct nh_xml *root, const char *ssid,
                                    struct nh_network *out, struct nh_error *err)
{
    if (strcmp(root->name, "EAPIdentityProviderList") == 0)
        return nh_netfile_eap(root, out, err);
    if (strcmp(root->name, "plist") == 0)
        return nh_netfile_apple(root, ssid, out, err);
    return nh_fail(err, NH_NO_NETWORK, NULL, "This is neither an .eap-config nor a .mobileconfig.");
}

enum nh_status nh_netfile_read(const struct nh_buf *file, const char *ssid, struct nh_network *out,
                               struct nh_error *err)
{
    struct nh_network read = {0};
    struct nh_xml *root = NULL;
    enum nh_status status = nh_settings_parse(file->data, file->length, &root, err);
    if (status == NH_BAD_DATA)
        status = nh_fail(err, NH_NO_NETWORK, NULL,
                         "This is neither an .eap-config nor a .mobileconfig that can be read.");
    else if (status == NH_TOO_LARGE)
        status = nh_fail(
            err, NH_NO_NETWORK, NULL,
            "This file is larger than %zu KiB, so it does not hold the settings of a network.",
            NH_XML_MAX >> 10);
    if (!status)
        status = read_document(root, ssid, &read, err);
    nh_xml_free(&root);
    if (status)
        nh_network_reset(&read);
    else
        *out = read;
    return status;
}
