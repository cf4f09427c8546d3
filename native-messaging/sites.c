/* SPDX-License-Identifier: MPL-2.0 */
#include "sites.h"

#include "machine/sites.h"
#include "reply.h"

#include <cjson/cJSON.h>

static bool fill(const struct nh_listed *listed, cJSON *to)
{
    return to && nh_reply_text(to, "site", listed->site) &&
           nh_reply_text(to, "name", listed->name) && nh_reply_text(to, "test", listed->test) &&
           cJSON_AddBoolToObject(to, "wifi", listed->wifi != NULL);
}

static cJSON *reply_of(const struct nh_sites *sites)
{
    cJSON *reply = nh_reply_new("sites");
    cJSON *list = cJSON_AddArrayToObject(reply, "sites");
    bool enough = list && cJSON_AddBoolToObject(reply, "locked", sites->locked);
    for (size_t i = 0; enough && i < sites->count; i++)
        enough = fill(&sites->items[i], nh_reply_push(list));
    return nh_reply_whole(reply, enough);
}

enum nh_status nh_on_sites(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    struct nh_sites sites = {0};
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = nh_sites_read(&sites, err);
    if (!status)
        nh_port_say(port, reply_of(&sites));
    nh_sites_reset(&sites);
    return status;
}
