/* SPDX-License-Identifier: MPL-2.0 */
#include "removal.h"

#include "browser/profile.h"
#include "export.h"
#include "export/targets.h"
#include "lifecycle/remove.h"
#include "nss/store.h"
#include "reply.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

static enum nh_status back_up(struct nh_port *port, const char *fingerprint, char **path,
                              struct nh_error *err)
{
    const struct nh_target *backup = NULL;
    struct nh_store *store = NULL;
    enum nh_status status = nh_target_find("backup", &backup, err);
    if (!status)
        status = nh_store_open(port->profile->path, NH_STORE_READ, &store, err);
    if (!status)
        status = nh_export_asking(port, store, backup, fingerprint, false, NULL, path, err);
    nh_store_close(&store);
    return status;
}

static cJSON *removed(const char *path, bool key)
{
    cJSON *reply = nh_reply_new("removed");
    return nh_reply_whole(reply, nh_reply_text(reply, "path", path) &&
                                     cJSON_AddBoolToObject(reply, "key", key));
}

enum nh_status nh_on_remove(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    struct nh_store *store = NULL;
    char *path = NULL;
    bool key = false;
    const char *fingerprint = nh_message_fingerprint(message, "fingerprint");
    bool backup = nh_message_is(message, "backup", "yes", "no");
    enum nh_status status = nh_message_end(message, err);
    if (!status && backup)
        status = back_up(port, fingerprint, &path, err);
    if (!status)
        status = nh_store_open(port->profile->path, NH_STORE_WRITE, &store, err);
    if (!status)
        status = nh_remove(port->journal, &store, fingerprint, &key, err);
    nh_store_close(&store);
    if (!status)
        nh_port_say(port, removed(path, key));
    free(path);
    return status;
}
