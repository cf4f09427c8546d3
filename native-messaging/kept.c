/* SPDX-License-Identifier: MPL-2.0 */
#include "kept.h"

#include "issuance.h"
#include "journal/spool.h"
#include "lifecycle/resume.h"
#include "reply.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

static enum nh_status try_kept(struct nh_port *port, const char *id, const struct nh_wish *wish,
                               struct nh_error *err)
{
    struct nh_spool *spool = NULL;
    enum nh_status status = nh_spool_open(port->journal, id, &spool, err);
    if (!status)
        nh_issuance_try(port, spool, wish);
    nh_spool_close(&spool);
    return status;
}

enum nh_status nh_on_install(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    struct nh_wish wish = {.agreed = true, .may_ask = true};
    const char *id = nh_message_id(message, "answer");
    enum nh_status status = nh_message_end(message, err);
    return status ? status : try_kept(port, id, &wish, err);
}

enum nh_status nh_on_look(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    struct nh_wish wish = {.agreed = false};
    const char *id = nh_message_id(message, "answer");
    wish.may_ask = nh_message_is(message, "ask", "yes", "no");
    enum nh_status status = nh_message_end(message, err);
    return status ? status : try_kept(port, id, &wish, err);
}

enum nh_status nh_on_discard(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    const char *id = nh_message_id(message, "answer");
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = nh_discard(port->journal, id, err);
    if (!status)
        nh_port_say(port, nh_reply_ok());
    return status;
}

enum nh_status nh_on_save(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    char *path = NULL;
    const char *id = nh_message_id(message, "answer");
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = nh_save(port->journal, id, &path, err);
    if (!status) {
        cJSON *reply = nh_reply_new("saved");
        nh_port_say(port, nh_reply_whole(reply, nh_reply_text(reply, "path", path)));
    }
    free(path);
    return status;
}
