/* SPDX-License-Identifier: MPL-2.0 */
#include "netfile.h"

#include "armour.h"
#include "certfile.h"
#include "xmltree.h"

#include <cms.h>
#include <stdio.h>
#include <string.h>

void nh_netfile_reset(struct nh_netfile *netfile)
{
    nh_bufs_reset(&netfile->cas);
    *netfile = (struct nh_netfile){0};
}

void nh_netfile_add_ssid(struct nh_netfile *netfile, const char *ssid)
{
    bool better = !*netfile->ssid || strcmp(ssid, "eduroam") == 0;
    if (better && strlen(ssid) < sizeof netfile->ssid)
        strcpy(netfile->ssid, ssid);
}

enum nh_status nh_netfile_add_name(struct nh_netfile *netfile, const char *name,
                                   struct nh_error *err)
{
    if (netfile->name_count == NH_WIFI_NAMES || strlen(name) >= sizeof netfile->names[0])
        return nh_fail(err, NH_NO_NETWORK, NULL, "The file has more than %d names of servers. Name "
                       "those that count: --radius-name.", NH_WIFI_NAMES);
    strcpy(netfile->names[netfile->name_count++], name);
    return NH_OK;
}

static enum nh_status add_certificates(struct nh_netfile *netfile, const struct nh_buf *bytes,
                                       struct nh_error *err)
{
    struct nh_bufs found = {0};
    enum nh_status status = nh_certfile_read(bytes->data, bytes->length, &found, err);
    for (size_t i = 0; !status && i < found.count; i++) {
        if (!nh_bufs_add(&netfile->cas, found.items[i].data, found.items[i].length))
            status = nh_fail_memory(err);
    }
    nh_bufs_reset(&found);
    return status;
}

enum nh_status nh_netfile_add_ca(struct nh_netfile *netfile, const char *base64,
                                 struct nh_error *err)
{
    struct nh_buf bytes = {0};
    enum nh_status status = NH_OK;
    if (!nh_base64_decode(base64, strlen(base64), &bytes) ||
        add_certificates(netfile, &bytes, NULL))
        status = nh_fail(err, NH_NO_NETWORK, NULL, "The file's CA certificate can't be read.");
    nh_buf_reset(&bytes);
    return status;
}

void nh_netfile_take_realm(struct nh_netfile *netfile, const char *outer)
{
    const char *at = strrchr(outer, '@');
    if (at && at[1] && strlen(at + 1) < sizeof netfile->realm)
        strcpy(netfile->realm, at + 1);
}

static enum nh_status read_plain(const void *data, size_t length, struct nh_netfile *out,
                                 struct nh_error *err)
{
    struct nh_xml *root = NULL;
    enum nh_status status = nh_xml_parse(data, length, &root, NULL);
    if (!status && strcmp(root->name, "EAPIdentityProviderList") == 0)
        status = nh_netfile_eap(root, out, err);
    else if (!status && strcmp(root->name, "plist") == 0)
        status = nh_netfile_apple(root, out, err);
    else
        status = nh_fail(err, NH_NO_NETWORK, NULL,
                         "This is neither an .eap-config nor a .mobileconfig that can be read.");
    nh_xml_free(&root);
    return status;
}

/* RFC 5652 section 5: what was signed. */
static enum nh_status read_signed(const struct nh_buf *file, struct nh_netfile *out,
                                  struct nh_error *err)
{
    SECItem der = {siBuffer, file->data, (unsigned)file->length};
    NSSCMSMessage *message =
        NSS_CMSMessage_CreateFromDER(&der, NULL, NULL, NULL, NULL, NULL, NULL);
    SECItem *content = message && NSS_CMSMessage_IsSigned(message)
                           ? NSS_CMSMessage_GetContent(message) : NULL;
    enum nh_status status =
        content && content->data
            ? read_plain(content->data, content->len, out, err)
            : nh_fail(err, NH_NO_NETWORK, NULL, "This is no signed .mobileconfig that can be read.");
    if (message)
        NSS_CMSMessage_Destroy(message);
    return status;
}

enum nh_status nh_netfile_read(const struct nh_buf *file, struct nh_netfile *out,
                               struct nh_error *err)
{
    bool is_der = file->length > 1 && file->data[0] == 0x30 && file->data[1] >= 0x80;
    struct nh_netfile read = {0};
    enum nh_status status = file->length > NH_XML_MAX
        ? nh_fail(err, NH_NO_NETWORK, NULL, "This file is too large for the settings of a network.")
        : is_der ? read_signed(file, &read, err)
                 : read_plain(file->data, file->length, &read, err);
    if (status)
        nh_netfile_reset(&read);
    else
        *out = read;
    return status;
}
