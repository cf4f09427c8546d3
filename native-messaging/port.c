/* SPDX-License-Identifier: MPL-2.0 */
#include "port.h"

#include "base/buf.h"
#include "browser/profile.h"
#include "frame.h"
#include "machine/turn.h"
#include "nss/unlock.h"
#include "reply.h"

#include <cjson/cJSON.h>
#include <string.h>

static enum nh_status write_reply(struct nh_port *port, const cJSON *reply, struct nh_error *err)
{
    struct nh_buf frame = {.limit = NH_FRAME_MAX};
    char *text = cJSON_PrintUnformatted(reply);
    enum nh_status status =
        text ? nh_buf_append(&frame, text, strlen(text), err) : nh_fail_memory(err);
    if (!status) {
        status = nh_frame_write(port->out, frame.data, frame.length, err);
        port->lost = status;
    }
    nh_buf_reset(&frame);
    cJSON_free(text);
    return status;
}

/* Replace a reply that could not be sent by an error, which still names a stored response. */
static void say_why(struct nh_port *port, const cJSON *reply, const struct nh_error *why)
{
    const char *kept = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(reply, "answer"));
    cJSON *error = nh_reply_error(why);
    error = nh_reply_whole(error, !kept || nh_reply_text(error, "answer", kept));
    write_reply(port, error, NULL);
    cJSON_Delete(error);
}

void nh_port_say(struct nh_port *port, cJSON *reply)
{
    struct nh_error err = {0};
    if (!port->lost && write_reply(port, reply, &err) && !port->lost)
        say_why(port, reply, &err);
    cJSON_Delete(reply);
}

enum nh_status nh_port_begin_asking(struct nh_port *port, const char *what, struct nh_error *err)
{
    int until_the_end = -1;
    enum nh_status status = port->has_turn ? NH_OK : nh_turn_take(&until_the_end, err);
    if (status)
        return status;
    port->has_turn = true;
    cJSON *reply = nh_reply_new("asking");
    nh_port_say(port, nh_reply_whole(reply, nh_reply_text(reply, "for", what)));
    return NH_OK;
}

enum nh_status nh_port_unlock(struct nh_port *port, struct nh_error *err)
{
    enum nh_status status = nh_port_begin_asking(port, "profile", err);
    const struct nh_profile *profile = port->profile;
    return status ? status : nh_unlock_ask(profile->path, profile->name, profile->product, err);
}
