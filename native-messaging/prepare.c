/* SPDX-License-Identifier: MPL-2.0 */
#include "prepare.h"

#include "browser/profile.h"
#include "reply.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <poll.h>
#include <time.h>

enum nh_status nh_on_prepare(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    enum nh_key_kind kind = NH_KEY_RSA_2048;
    const char *site = nh_message_site(message, "site");
    const char *key = nh_message_text(message, "key");
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = nh_key_kind_parse(key, &kind, err);
    if (!status)
        status = nh_prepared_make(&port->prepared, port->profile->path, site, kind, err);
    if (!status) {
        cJSON *reply = nh_reply_new("prepared");
        nh_port_say(port, nh_reply_whole(reply, cJSON_AddBoolToObject(reply, "ready",
                                                                      port->prepared.key != NULL)));
    }
    return status;
}

bool nh_prepare_wait(struct nh_port *port, const sigset_t *waiting)
{
    struct pollfd input = {.fd = port->in, .events = POLLIN};
    for (int left; (left = nh_prepared_left(&port->prepared)) > 0;) {
        const struct timespec time = {.tv_sec = left / 1000};
        int came = ppoll(&input, 1, &time, waiting);
        if (came != 0)
            return came > 0 || errno != EINTR;
    }
    nh_prepared_drop(&port->prepared);
    return true;
}
