/* SPDX-License-Identifier: MPL-2.0 */
#include "exports.h"

#include "base/files.h"
#include "browser/profile.h"
#include "certificate/verify.h"
#include "export/export.h"
#include "export/netfile.h"
#include "export/network.h"
#include "export/targets.h"
#include "export/wifi.h"
#include "export/wifi_describe.h"
#include "journal/origin.h"
#include "lifecycle/inventory.h"
#include "lifecycle/remove.h"
#include "machine/ask.h"
#include "net/fetch.h"
#include "nss/store.h"
#include "revocation/revocation.h"

#include <stdlib.h>
#include <string.h>

enum nh_status nh_on_identities(struct nh_port *port, const struct nh_message *message,
                                struct nh_error *err)
{
    struct nh_inventory inventory = {0};
    (void)message;
    enum nh_status status = nh_inventory_read(port->journal, port->profile->path, &inventory, err);
    if (!status)
        nh_port_say(port, &(struct nh_reply){.type = NH_REPLY_IDENTITIES, .inventory = &inventory});
    nh_inventory_reset(&inventory);
    return status;
}

/* A new one for a file with the identity of that name: typed, or made and shown. */
static enum nh_status ask_for_new(struct nh_port *port, const struct nh_target *target, bool made,
                                  const char *name, struct nh_buf *password, struct nh_error *err)
{
    nh_port_say_asking(port, made ? "made" : "new");
    return made ? nh_ask_made(name, port->language, password, err)
                : nh_ask_new(name, target->ascii, port->language, password, err);
}

static enum nh_status export_for(struct nh_port *port, const struct nh_target *target,
                                 const char *fingerprint, bool made, const struct nh_wifi *wifi,
                                 char **path, struct nh_error *err)
{
    const struct nh_export_destination downloads = {NULL, false};
    const char *profile = port->profile->path;
    struct nh_buf password = {0};
    char *name = NULL;
    enum nh_status status = nh_export_name(profile, fingerprint, &name, err);
    if (!status)
        status = ask_for_new(port, target, made, name, &password, err);
    if (!status)
        status = nh_export_write(port->journal, profile, fingerprint, target,
                                 (const char *)password.data, wifi, &downloads, path, err);
    nh_buf_reset(&password);
    free(name);
    return status;
}

/* A network, as the institution's file has it. */
struct network {
    struct nh_network file;
    struct nh_wifi wifi;
    char *words; /* for the person to compare */
};

static enum nh_status read_network(struct nh_port *port, const struct nh_target *target,
                                   const struct nh_buf *settings, struct network *out,
                                   struct nh_error *err)
{
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(port->profile->path, NH_STORE_READ, &store, err);
    if (!status)
        status = nh_netfile_read(settings, NULL, &out->file, err);
    if (!status)
        status = nh_network_complete(&out->wifi, &out->file, err);
    /* Where there are no options, all that is wrong is the file's. */
    if (!status && nh_wifi_check(&out->wifi, target, err))
        status = err->status = NH_NO_NETWORK;
    if (!status && !(out->words = nh_wifi_describe(&out->wifi)))
        status = nh_fail_memory(err);
    nh_store_close(&store);
    return status;
}

static void reset_network(struct network *network)
{
    nh_bufs_reset(&network->wifi.cas);
    nh_network_reset(&network->file);
    free(network->words);
}

enum nh_status nh_on_export(struct nh_port *port, const struct nh_message *message,
                            struct nh_error *err)
{
    const struct nh_target *target = NULL;
    struct network network = {.words = NULL};
    struct nh_names steps = {0};
    char *path = NULL;
    bool made = strcmp(message->password, "made") == 0;
    enum nh_status status = nh_target_find(message->export_for, &target, err);
    if (!status && target->wifi)
        status = read_network(port, target, &message->data, &network, err);
    if (!status)
        status = export_for(port, target, message->fingerprint, made,
                            target->wifi ? &network.wifi : NULL, &path, err);
    if (!status)
        status = nh_target_steps(target, port->language, path, &steps, err);
    if (!status)
        nh_port_say(port, &(struct nh_reply){.type = NH_REPLY_EXPORTED,
                                             .path = path,
                                             .network = network.words,
                                             .steps = &steps});
    nh_names_reset(&steps);
    reset_network(&network);
    free(path);
    return status;
}

static enum nh_status back_up(struct nh_port *port, const char *fingerprint, char **path,
                              struct nh_error *err)
{
    const struct nh_target *backup = NULL;
    enum nh_status status = nh_target_find("backup", &backup, err);
    return status ? status : export_for(port, backup, fingerprint, false, NULL, path, err);
}

enum nh_status nh_on_remove(struct nh_port *port, const struct nh_message *message,
                            struct nh_error *err)
{
    struct nh_store *store = NULL;
    char *path = NULL;
    bool key = false;
    enum nh_status status = strcmp(message->backup, "yes") == 0
                                ? back_up(port, message->fingerprint, &path, err)
                                : NH_OK;
    if (!status)
        status = nh_store_open(port->profile->path, NH_STORE_WRITE, &store, err);
    if (!status)
        status = nh_remove(port->journal, &store, message->fingerprint, &key, err);
    nh_store_close(&store);
    if (!status)
        nh_port_say(port, &(struct nh_reply){.type = NH_REPLY_REMOVED, .path = path, .key = key});
    free(path);
    return status;
}

enum nh_status nh_on_portal(struct nh_port *port, const struct nh_message *message,
                            struct nh_error *err)
{
    struct nh_store *store = NULL;
    struct nh_jobs jobs = {0};
    char site[NH_SITE_SIZE];
    enum nh_status status = nh_jobs_list(port->journal, &jobs, err);
    if (!status)
        status = nh_store_open(port->profile->path, NH_STORE_READ, &store, err);
    nh_origin_site(port->journal, &jobs, message->fingerprint, site);
    if (!status)
        status =
            nh_origin_portal_keep(port->journal, site, message->fingerprint, message->address, err);
    if (!status)
        nh_port_say(port, &(struct nh_reply){.type = NH_REPLY_OK});
    nh_store_close(&store);
    nh_jobs_reset(&jobs);
    return status;
}

enum nh_status nh_on_verify(struct nh_port *port, const struct nh_message *message,
                            struct nh_error *err)
{
    const char *profile = port->profile->path;
    struct nh_revocation revocation = {.by = ""};
    struct nh_store *store = NULL;
    struct nh_proof proof = {0};
    enum nh_status status = nh_store_open(profile, NH_STORE_READ, &store, err);
    if (!status)
        status = nh_verify(store, message->fingerprint, &proof, err);
    /* That it does not sign is a finding, too. */
    if (status == NH_NOT_PROVEN)
        status = NH_OK;
    nh_store_close(&store);
    if (!status)
        status = nh_revocation_check(profile, message->fingerprint, nh_fetch_web, true, &revocation,
                                     err);
    if (!status)
        nh_port_say(port, &(struct nh_reply){.type = NH_REPLY_VERIFIED,
                                             .proof = &proof,
                                             .revocation = &revocation});
    return status;
}
