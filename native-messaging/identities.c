/* SPDX-License-Identifier: MPL-2.0 */
#include "identities.h"

#include "browser/profile.h"
#include "lifecycle/inventory.h"
#include "lifecycle/report.h"
#include "reply.h"

#include <cjson/cJSON.h>

#define COPIES_MAX ((size_t)8) /* most copies of each, the newest */

static bool fill_owned(const struct nh_owned *owned, cJSON *to)
{
    return to && nh_reply_item(to, "identity", nh_report_identity(owned->identity)) &&
           nh_report_owned(to, owned, COPIES_MAX);
}

cJSON *nh_identities_reply(const struct nh_inventory *it)
{
    cJSON *reply = nh_reply_new("identities");
    cJSON *list = cJSON_AddArrayToObject(reply, "identities");
    bool enough = list != NULL;
    for (size_t i = 0; enough && i < it->count && i < NH_IDENTITIES_MAX; i++)
        enough = fill_owned(&it->items[i], nh_reply_push(list));
    return nh_reply_whole(
        reply, enough && cJSON_AddBoolToObject(reply, "more", it->count > NH_IDENTITIES_MAX));
}

enum nh_status nh_on_identities(struct nh_port *port, struct nh_message *message,
                                struct nh_error *err)
{
    struct nh_inventory inventory = {0};
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = nh_inventory_read(port->journal, port->profile->path, &inventory, err);
    if (!status)
        nh_port_say(port, nh_identities_reply(&inventory));
    nh_inventory_reset(&inventory);
    return status;
}
