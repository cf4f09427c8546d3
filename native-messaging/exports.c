/* SPDX-License-Identifier: MPL-2.0 */
#include "port.h"

#include "ask.h"
#include "export.h"
#include "files.h"
#include "inventory.h"
#include "profile.h"

#include <stdlib.h>
#include <string.h>

enum nh_status nh_on_identities(struct nh_port *port, const struct nh_message *message,
                                struct nh_error *err)
{
    struct nh_inventory inventory = {0};
    (void)message;
    enum nh_status status =
        nh_inventory_read(port->journal, port->profile->path, &inventory, err);
    if (!status)
        nh_port_say(port, &(struct nh_reply){.type = NH_REPLY_IDENTITIES, .inventory = &inventory});
    nh_inventory_reset(&inventory);
    return status;
}

/* A new one for a file with the identity of that name: typed, or made and shown. */
static enum nh_status ask_for_new(struct nh_port *port, const struct nh_target *target,
                                  bool made, const char *name, struct nh_buf *password,
                                  struct nh_error *err)
{
    nh_port_say_asking(port, made ? "made" : "new");
    return made ? nh_ask_made(name, port->language, password, err)
                : nh_ask_new(name, target->ascii, port->language, password, err);
}

static enum nh_status export_for(struct nh_port *port, const struct nh_target *target,
                                 const char *fingerprint, bool made, char **path,
                                 struct nh_error *err)
{
    const struct nh_export_place downloads = {NULL, false};
    const char *profile = port->profile->path;
    struct nh_buf password = {0};
    char *name = NULL;
    enum nh_status status = nh_export_name(profile, fingerprint, &name, err);
    if (!status)
        status = ask_for_new(port, target, made, name, &password, err);
    if (!status)
        status = nh_export_write(port->journal, profile, fingerprint, target,
                                 (const char *)password.data, NULL, &downloads, path, err);
    nh_buf_reset(&password);
    free(name);
    return status;
}

enum nh_status nh_on_export(struct nh_port *port, const struct nh_message *message,
                            struct nh_error *err)
{
    const struct nh_target *target = NULL;
    struct nh_names steps = {0};
    char *path = NULL;
    enum nh_status status = nh_target_find(message->export_for, &target, err);
    if (!status && target->wifi)
        status = nh_fail(err, NH_USAGE, NULL, "A Wi-Fi profile needs the network's settings.");
    if (!status)
        status = export_for(port, target, message->fingerprint,
                            strcmp(message->password, "made") == 0, &path, err);
    if (!status)
        status = nh_target_steps(target, port->language, path, &steps, err);
    if (!status)
        nh_port_say(port, &(struct nh_reply){.type = NH_REPLY_EXPORTED, .path = path, .steps = &steps});
    nh_names_reset(&steps);
    free(path);
    return status;
}
