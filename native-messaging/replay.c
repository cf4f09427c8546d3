/* SPDX-License-Identifier: MPL-2.0 */
#include "replay.h"

#include "base/json.h"
#include "browser/profile.h"
#include "issuance.h"
#include "journal/journal.h"
#include "lifecycle/resume.h"
#include "reply.h"

#include <cjson/cJSON.h>

static size_t count_installed(const struct nh_resumption *done)
{
    size_t count = 0;
    for (size_t i = 0; i < done->count; i++)
        count += !done->items[i].status;
    return count;
}

static bool fill_dropped(const struct nh_resumed *item, cJSON *to)
{
    return to && nh_reply_text(to, "answer", item->response) &&
           nh_reply_text(to, "site", item->issuance.site) &&
           nh_json_add_time(to, "received", nh_journal_time(item->response));
}

static cJSON *replayed(const struct nh_resumption *done)
{
    cJSON *reply = nh_reply_new("replayed");
    cJSON *dropped = cJSON_AddArrayToObject(reply, "dropped");
    bool enough = dropped &&
                  cJSON_AddNumberToObject(reply, "resumed", (double)count_installed(done)) &&
                  cJSON_AddBoolToObject(reply, "more", done->more);
    for (size_t i = 0; enough && i < done->count; i++)
        enough = !done->items[i].dropped || fill_dropped(&done->items[i], nh_reply_push(dropped));
    return nh_reply_whole(reply, enough);
}

static void say(struct nh_port *port, const struct nh_resumption *done)
{
    nh_port_say(port, replayed(done));
    for (size_t i = 0; i < done->count; i++) {
        const struct nh_resumed *item = &done->items[i];
        if (!item->status)
            nh_port_say(port, nh_issuance_reply(item->response, &item->issuance));
    }
}

enum nh_status nh_on_replay(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    struct nh_resumption done = {0};
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = nh_resume(port->journal, port->profile->path, true, &done, err);
    if (!status)
        say(port, &done);
    nh_resumption_reset(&done);
    return status;
}
