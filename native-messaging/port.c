/* SPDX-License-Identifier: MPL-2.0 */
#include "port.h"

#include "ask.h"
#include "frame.h"
#include "inventory.h"
#include "issuance.h"
#include "profile.h"

static enum nh_status write_reply(struct nh_port *port, const struct nh_reply *reply,
                                  struct nh_error *err)
{
    struct nh_buf text = {.limit = NH_FRAME_MAX};
    enum nh_status status = nh_message_write(reply, &text, err);
    if (!status) {
        status = nh_frame_write(port->out, text.data, text.length, err);
        port->lost = status;
    }
    nh_buf_reset(&text);
    return status;
}

void nh_port_say(struct nh_port *port, const struct nh_reply *reply)
{
    struct nh_error err = {0};
    if (port->lost || !write_reply(port, reply, &err) || port->lost)
        return;
    struct nh_reply smaller = {.type = NH_REPLY_ERROR, .answer = reply->answer, .error = &err};
    write_reply(port, &smaller, NULL);
}

static size_t count_new(const struct nh_answers *answers)
{
    size_t count = 0;
    for (size_t i = 0; i < answers->count; i++)
        count += !answers->items[i].known;
    return count;
}

void nh_port_say_installed(struct nh_port *port, const char *answer,
                           const struct nh_installation *done)
{
    struct nh_answers answers = nh_installation_answers(done);
    const struct nh_answer *found = answers.items;
    struct nh_answers others = {answers.items + 1, answers.count - 1};
    struct nh_inventory held = {0};
    nh_inventory_read(port->journal, port->profile->path, &held, NULL);
    nh_port_say(port, &(struct nh_reply){.type = NH_REPLY_INSTALLED,
                                         .answer = answer,
                                         .job = done->job,
                                         .site = done->site,
                                         .identity = found->identity,
                                         .proof = &done->proof,
                                         .known = found->known,
                                         .others = &others,
                                         .held = &held,
                                         .identities = count_new(&answers),
                                         .intermediates = found->intermediates});
    nh_inventory_reset(&held);
}

void nh_port_say_asking(struct nh_port *port, const char *what)
{
    nh_port_say(port, &(struct nh_reply){.type = NH_REPLY_ASKING, .asking = what});
}

enum nh_status nh_port_unlock(struct nh_port *port, struct nh_error *err)
{
    nh_port_say_asking(port, "profile");
    return nh_ask_unlock(port->profile->path, port->profile->name, port->language, err);
}
