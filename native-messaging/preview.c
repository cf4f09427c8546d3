/* SPDX-License-Identifier: MPL-2.0 */
#include "preview.h"

#include "browser/profile.h"
#include "lifecycle/preview.h"
#include "reply.h"

#include <cjson/cJSON.h>

/* The bytes are kept in memory only, because they may contain an unencrypted key. */
enum nh_status nh_on_preview(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    enum nh_status status = nh_message_end(message, err);
    if (status)
        return status;
    port->arriving = port->is_preview = true;
    port->missed = (struct nh_error){0};
    return NH_OK;
}

enum nh_status nh_preview_add(struct nh_port *port, const struct nh_buf *data, struct nh_error *err)
{
    return nh_buf_append(&port->previewed, data->data, data->length, err);
}

static cJSON *reply_of(struct nh_preview *preview)
{
    cJSON *reply = nh_reply_new("previewed"), *identity = preview->identity;
    preview->identity = NULL;
    return nh_reply_whole(reply,
                          (!identity || nh_reply_item(reply, "identity", identity)) &&
                              cJSON_AddBoolToObject(reply, "key", preview->has_key) &&
                              cJSON_AddBoolToObject(reply, "sealed", preview->is_sealed) &&
                              cJSON_AddBoolToObject(reply, "known", preview->is_known) &&
                              cJSON_AddNumberToObject(reply, "others", (double)preview->others));
}

void nh_preview_drop(struct nh_port *port)
{
    nh_buf_reset(&port->previewed);
    port->is_preview = false;
}

enum nh_status nh_preview_finish(struct nh_port *port, struct nh_error *err)
{
    struct nh_preview preview = {.identity = NULL};
    enum nh_status status = port->missed.status;
    *err = port->missed;
    if (!status)
        status = nh_preview_read(port->profile->path, &port->previewed, &preview, err);
    nh_preview_drop(port);
    if (!status)
        nh_port_say(port, reply_of(&preview));
    nh_preview_reset(&preview);
    return status;
}
