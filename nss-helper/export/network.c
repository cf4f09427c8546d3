/* SPDX-License-Identifier: MPL-2.0 */
#include "export/network.h"

#include "formats/certfile.h"
#include "nss/armour.h"

#include <stdbool.h>
#include <string.h>

void nh_network_reset(struct nh_network *network)
{
    nh_bufs_reset(&network->cas);
    *network = (struct nh_network){0};
}

void nh_network_add_ssid(struct nh_network *network, const char *ssid)
{
    bool better = !*network->ssid || strcmp(ssid, "eduroam") == 0;
    if (better && strlen(ssid) < sizeof network->ssid)
        strcpy(network->ssid, ssid);
}

enum nh_status nh_network_add_name(struct nh_network *network, const char *name,
                                   struct nh_error *err)
{
    if (network->name_count == NH_WIFI_NAMES || strlen(name) >= sizeof network->names[0])
        return nh_fail(err, NH_NO_NETWORK, NULL,
                       "The file has more than %d names of servers. Name "
                       "those that count: --radius-name.",
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
    enum nh_status status = NH_OK;
    if (!nh_base64_decode(base64, strlen(base64), &bytes) ||
        add_certificates(network, &bytes, NULL))
        status = nh_fail(err, NH_NO_NETWORK, NULL, "The file's CA certificate can't be read.");
    nh_buf_reset(&bytes);
    return status;
}

void nh_network_take_outer(struct nh_network *network, const char *outer)
{
    if (strlen(outer) < sizeof network->outer)
        strcpy(network->outer, outer);
}

void nh_network_take_realm(struct nh_network *network, const char *name)
{
    const char *at = strrchr(name, '@');
    if (at && at[1] && strlen(at + 1) < sizeof network->realm)
        strcpy(network->realm, at + 1);
}

enum nh_status nh_network_complete(struct nh_wifi *wifi, const struct nh_network *network,
                                   struct nh_error *err)
{
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
