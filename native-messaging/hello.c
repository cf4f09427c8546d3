/* SPDX-License-Identifier: MPL-2.0 */
#include "hello.h"

#include "browser/profile.h"
#include "installation.h"
#include "journal/journal.h"
#include "lifecycle/issuance.h"
#include "lifecycle/resume.h"
#include "nss/runtime.h"
#include "reply.h"

#include <cjson/cJSON.h>
#include <stdio.h>

#define VERSION 1

static cJSON *greeting(const struct nh_profile *profile, bool locked, size_t installed)
{
    cJSON *reply = nh_reply_new("hello"), *object = NULL;
    return nh_reply_whole(reply, cJSON_AddNumberToObject(reply, "version", VERSION) &&
                                     nh_reply_text(reply, "program", NH_VERSION) &&
                                     nh_reply_text(reply, "nss", nh_runtime_nss_version()) &&
                                     nh_reply_text(reply, "nssPath", nh_runtime_nss_folder()) &&
                                     (object = cJSON_AddObjectToObject(reply, "profile")) &&
                                     nh_reply_text(object, "name", profile->name) &&
                                     nh_reply_text(object, "path", profile->path) &&
                                     cJSON_AddBoolToObject(object, "locked", locked) &&
                                     cJSON_AddNumberToObject(reply, "resumed", (double)installed));
}

/* And what the replay at this start has brought to its end. */
static void say_hello(struct nh_port *port, bool locked, const struct nh_resumption *resumption)
{
    size_t installed = 0;
    for (size_t i = 0; i < resumption->count; i++)
        installed += resumption->items[i].status == NH_OK;
    nh_port_say(port, greeting(port->profile, locked, installed));
    for (size_t i = 0; i < resumption->count; i++) {
        const struct nh_resumed *item = &resumption->items[i];
        if (!item->status)
            nh_installation_say(port, item->response, &item->installation);
    }
}

static enum nh_status read_hello(struct nh_port *port, struct nh_message *message,
                                 struct nh_error *err)
{
    double version = nh_message_integer(message, "version");
    const char *language = nh_message_text(message, "language");
    enum nh_status status = nh_message_end(message, err);
    if (!status && version != VERSION)
        status = nh_fail(err, NH_PROTOCOL, NULL,
                         "The extension speaks another version of the protocol than %d.", VERSION);
    if (!status)
        snprintf(port->language, sizeof port->language, "%s", language);
    return status;
}

/* The profile is looked at, and what an earlier host has left is gone on with. */
static enum nh_status begin(struct nh_port *port, bool *locked, struct nh_resumption *resumption,
                            struct nh_error *err)
{
    const char *path = port->profile->path;
    if (port->refused->status) {
        *err = *port->refused;
        return err->status;
    }
    enum nh_status status = nh_journal_open(path, &port->journal, err);
    if (!status)
        status = nh_issuance_check(path, locked, err);
    if (!status)
        status = nh_resume(port->journal, path, port->language, resumption, err);
    return status;
}

enum nh_status nh_on_hello(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    struct nh_resumption resumption = {0};
    bool locked = false;
    enum nh_status status = read_hello(port, message, err);
    if (!status)
        status = begin(port, &locked, &resumption, err);
    port->over = status != NH_OK;
    port->greeted = !status;
    if (!status)
        say_hello(port, locked, &resumption);
    nh_resumption_reset(&resumption);
    return status;
}
