/* SPDX-License-Identifier: MPL-2.0 */
#include "port.h"

#include "browser/profile.h"
#include "formats/incoming.h"
#include "frame.h"
#include "lifecycle/inventory.h"
#include "lifecycle/issuance.h"
#include "machine/ask.h"
#include "nss/unlock.h"

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
    struct nh_reply smaller = {.type = NH_REPLY_ERROR, .response = reply->response, .error = &err};
    write_reply(port, &smaller, NULL);
}

static size_t count_new(const struct nh_incomings *incoming)
{
    size_t count = 0;
    for (size_t i = 0; i < incoming->count; i++)
        count += !incoming->items[i].known;
    return count;
}

void nh_port_say_installed(struct nh_port *port, const char *response,
                           const struct nh_installation *done)
{
    struct nh_incomings incoming = nh_installation_incoming(done);
    const struct nh_incoming *found = incoming.items;
    struct nh_incomings others = {incoming.items + 1, incoming.count - 1};
    struct nh_inventory held = {0};
    nh_inventory_read(port->journal, port->profile->path, &held, NULL);
    nh_port_say(port, &(struct nh_reply){.type = NH_REPLY_INSTALLED,
                                         .response = response,
                                         .job = done->job,
                                         .site = done->site,
                                         .identity = found->identity,
                                         .proof = &done->proof,
                                         .known = found->known,
                                         .others = &others,
                                         .held = &held,
                                         .identities = count_new(&incoming),
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
    return nh_unlock_ask(port->profile->path, port->profile->name, port->language, err);
}
