/* SPDX-License-Identifier: MPL-2.0 */
#include "hello.h"

#include "base/language.h"
#include "browser/profile.h"
#include "journal/journal.h"
#include "lifecycle/issue.h"
#include "nss/runtime.h"
#include "reply.h"

#include <cjson/cJSON.h>
#include <stdio.h>

#define VERSION 1

/* An old extension waits for as many "installed" replies as "resumed" says, so it is 0; "replay"
   sends them. */
static cJSON *greeting(const struct nh_profile *profile, bool locked)
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
                                     cJSON_AddNumberToObject(reply, "resumed", 0));
}

static enum nh_status read_hello(struct nh_message *message, struct nh_error *err)
{
    double version = nh_message_integer(message, "version");
    const char *language = nh_message_text(message, "language");
    enum nh_status status = nh_message_end(message, err);
    if (!status && version != VERSION)
        status = nh_fail(
            err, NH_PROTOCOL, NULL,
            "The extension does not speak version %d of the protocol. Update NSS Helper and its "
            "extension to the same version.",
            VERSION);
    if (!status)
        nh_language_set(language);
    return status;
}

/* Check the profile. The time must not depend on how many responses are stored, as the person
   waits. */
static enum nh_status begin(struct nh_port *port, bool *locked, struct nh_error *err)
{
    const char *path = port->profile->path;
    if (port->refused->status) {
        *err = *port->refused;
        return err->status;
    }
    enum nh_status status = nh_journal_open(path, &port->journal, err);
    return status ? status : nh_issue_check(path, locked, err);
}

enum nh_status nh_on_hello(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    bool locked = false;
    enum nh_status status = read_hello(message, err);
    if (!status)
        status = begin(port, &locked, err);
    port->over = status != NH_OK;
    port->greeted = !status;
    if (!status)
        nh_port_say(port, greeting(port->profile, locked));
    return status;
}
