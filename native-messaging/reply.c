/* SPDX-License-Identifier: MPL-2.0 */
#include "reply.h"

#include "base/json.h"
#include "base/status.h"

#include <cjson/cJSON.h>

cJSON *nh_reply_whole(cJSON *reply, bool whole)
{
    if (whole)
        return reply;
    cJSON_Delete(reply);
    return NULL;
}

bool nh_reply_text(cJSON *to, const char *name, const char *text)
{
    return cJSON_AddStringToObject(to, name, text ? text : "");
}

bool nh_reply_item(cJSON *to, const char *name, cJSON *item)
{
    if (item && cJSON_AddItemToObject(to, name, item))
        return true;
    cJSON_Delete(item);
    return false;
}

cJSON *nh_reply_push(cJSON *list)
{
    cJSON *object = cJSON_CreateObject();
    return nh_json_push(list, object) ? object : NULL;
}

cJSON *nh_reply_new(const char *type)
{
    cJSON *reply = cJSON_CreateObject();
    return nh_reply_whole(reply, nh_reply_text(reply, "type", type));
}

cJSON *nh_reply_ok(void)
{
    return nh_reply_new("ok");
}

cJSON *nh_reply_error(const struct nh_error *error)
{
    cJSON *reply = nh_reply_new("error");
    return nh_reply_whole(reply, cJSON_AddNumberToObject(reply, "code", error->status) &&
                                     nh_reply_text(reply, "name", nh_status_name(error->status)) &&
                                     nh_reply_text(reply, "cause", error->cause) &&
                                     nh_reply_text(reply, "message", error->message));
}
