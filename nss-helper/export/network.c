/* SPDX-License-Identifier: MPL-2.0 */
#include "export/network.h"

#include "formats/certfile.h"
#include "nss/base64.h"

#include <stdbool.h>
#include <string.h>

void nh_network_reset(struct nh_network *network)
{
    nh_bufs_reset(&network->cas);
    *network = (struct nh_network){0};
}

/* *too_long matters only if no option replaces the value. */
static void keep(char *to, size_t size, const char *text, bool *too_long)
{
    *too_long = strlen(text) >= size;
    if (!*too_long)
        strcpy(to, text);
}

void nh_network_add_ssid(struct nh_network *network, const char *ssid)
{
    bool is_first = !*network->ssid && !network->long_ssid;
    if (is_first || strcmp(ssid, "eduroam") == 0)
        keep(network->ssid, sizeof network->ssid, ssid, &network->long_ssid);
}

enum nh_status nh_network_add_name(struct nh_network *network, const char *name,
                                   struct nh_error *err)
{
    if (strlen(name) >= sizeof network->names[0])
        return nh_fail(
            err, NH_NO_NETWORK, NULL,
            "The name \"%.40s…\" in the file is too long for a server: more than %d characters. "
            "Name the servers with --radius-name.",
            name, NH_WIFI_NAME_SIZE - 1);
    if (network->name_count == NH_WIFI_NAMES)
        return nh_fail(
            err, NH_NO_NETWORK, NULL,
            "The file has more than %d server names. Name those that count with --radius-name.",
            NH_WIFI_NAMES);
    strcpy(network->names[network->name_count++], name);
    return NH_OK;
}

static enum nh_status add_certificates(struct nh_network *network, const struct nh_buf *bytes,
                                       struct nh_error *err)
{
    struct nh_bufs found = {0};
    enum nh_status status = nh_certfile_read(bytes->data, bytes->length, &found, err);
    for (size_t i = 0; !status && i < found.count; i++) {
        if (!nh_bufs_add(&network->cas, found.items[i].data, found.items[i].length))
            status = nh_fail_memory(err);
    }
    nh_bufs_reset(&found);
    return status;
}

enum nh_status nh_network_add_ca(struct nh_network *network, const char *base64,
                                 struct nh_error *err)
{
    struct nh_buf bytes = {0};
    enum nh_status status = nh_base64_decode(base64, strlen(base64), &bytes, err);
    if (!status)
        status = add_certificates(network, &bytes, err);
    if (status && status != NH_SYSTEM)
        status = nh_fail(err, NH_NO_NETWORK, NULL, "The CA certificate in the file can't be read.");
    nh_buf_reset(&bytes);
    return status;
}

void nh_network_take_outer(struct nh_network *network, const char *outer)
{
    keep(network->outer, sizeof network->outer, outer, &network->long_outer);
}

void nh_network_take_realm(struct nh_network *network, const char *realm)
{
    if (!*network->realm)
        keep(network->realm, sizeof network->realm, realm, &network->long_realm);
}

/* An error, because leaving such a value out would join another network, or with another name. */
static enum nh_status check_lengths(const struct nh_wifi *wifi, const struct nh_network *network,
                                    struct nh_error *err)
{
    if (!wifi->ssid && network->long_ssid)
        return nh_fail(
            err, NH_NO_NETWORK, NULL,
            "The SSID in the file is longer than %d bytes. Name the network with --ssid.",
            NH_WIFI_SSID_SIZE - 1);
    if (!wifi->realm && network->long_outer)
        return nh_fail(
            err, NH_NO_NETWORK, NULL,
            "The outer identity in the file is longer than %d bytes. Name the realm with --realm.",
            NH_WIFI_OUTER_SIZE - 1);
    if (!wifi->realm && !*network->outer && network->long_realm)
        return nh_fail(
            err, NH_NO_NETWORK, NULL,
            "The realm in the file is longer than %d bytes. Name the realm with --realm.",
            NH_WIFI_NAME_SIZE - 1);
    return NH_OK;
}

enum nh_status nh_network_complete(struct nh_wifi *wifi, const struct nh_network *network,
                                   struct nh_error *err)
{
    enum nh_status status = check_lengths(wifi, network, err);
    if (status)
        return status;
    if (!wifi->ssid && *network->ssid)
        wifi->ssid = network->ssid;
    if (!wifi->realm && *network->outer)
        wifi->outer = network->outer;
    if (!wifi->realm && *network->realm)
        wifi->realm = network->realm;
    if (wifi->name_count == 0) {
        memcpy(wifi->names, network->names, sizeof wifi->names);
        wifi->name_count = network->name_count;
    }
    for (size_t i = 0, none = wifi->cas.count == 0; none && i < network->cas.count; i++) {
        if (!nh_bufs_add(&wifi->cas, network->cas.items[i].data, network->cas.items[i].length))
            return nh_fail_memory(err);
    }
    return NH_OK;
}
