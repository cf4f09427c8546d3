/* SPDX-License-Identifier: MPL-2.0 */
#include "odd.h"

#include "browser/profile.h"
#include "certificate/find.h"
#include "certificate/identity.h"
#include "journal/origin.h"
#include "lifecycle/peek.h"
#include "lifecycle/report.h"
#include "nss/store.h"
#include "reply.h"

#include <cjson/cJSON.h>

/* This needs neither its key nor a primary password. */
static enum nh_status describe(const char *profile, const char *fingerprint,
                               struct nh_identity **out, struct nh_error *err)
{
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(profile, NH_STORE_LOOK, &store, err);
    if (!status)
        status = nh_identity_describe(store, fingerprint, out, err);
    nh_store_close(&store);
    return status;
}

static void say(struct nh_port *port, const struct nh_identity *identity)
{
    cJSON *reply = nh_reply_new("odd");
    bool open = nh_origin_is_open(port->journal, identity->fingerprint);
    nh_port_say(port, nh_reply_whole(reply, nh_report_odd(reply, identity, open)));
}

enum nh_status nh_on_odd(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    struct nh_identity *identity = NULL;
    const char *fingerprint = nh_message_fingerprint(message, "fingerprint");
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = describe(port->profile->path, fingerprint, &identity, err);
    if (!status)
        say(port, identity);
    nh_identity_free(&identity);
    return status;
}

enum nh_status nh_on_peek(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    struct nh_identity *identity = NULL;
    const char *id = nh_message_id(message, "answer");
    const char *fingerprint = nh_message_fingerprint(message, "fingerprint");
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = nh_peek(port->journal, port->profile->path, id, fingerprint, &identity, err);
    if (!status)
        say(port, identity);
    nh_identity_free(&identity);
    return status;
}
