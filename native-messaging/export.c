/* SPDX-License-Identifier: MPL-2.0 */
#include "export.h"

#include "base/buf.h"
#include "base/files.h"
#include "base/json.h"
#include "browser/profile.h"
#include "certificate/find.h"
#include "export/export.h"
#include "export/netfile.h"
#include "export/network.h"
#include "export/targets.h"
#include "export/wifi.h"
#include "export/wifi_describe.h"
#include "journal/copies.h"
#include "lifecycle/listed.h"
#include "machine/ask.h"
#include "machine/filemanager.h"
#include "machine/newfile.h"
#include "nss/store.h"
#include "reply.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SETTINGS_MAX ((size_t)524288) /* characters of base64 for network settings */

/* Get a new password for a file with the identity `name`: typed, or random and shown. */
static enum nh_status ask_for_new(struct nh_port *port, const struct nh_target *target, bool made,
                                  const char *name, struct nh_buf *password, struct nh_error *err)
{
    enum nh_status status = nh_port_begin_asking(port, made ? "made" : "new", err);
    if (status)
        return status;
    const struct nh_asked_new file = {
        .name = name, .backup = nh_target_is_backup(target), .ascii = target->ascii};
    return made ? nh_ask_made(&file, password, err) : nh_ask_new(&file, password, err);
}

enum nh_status nh_export_asking(struct nh_port *port, struct nh_store *store,
                                const struct nh_target *target, const char *fingerprint, bool made,
                                const struct nh_wifi *wifi, char **path, struct nh_error *err)
{
    const struct nh_export_wish downloads = {.path = NULL};
    struct nh_buf password = {0};
    struct nh_identity *identity = NULL;
    enum nh_status status = nh_identity_exact(store, fingerprint, &identity, err);
    if (!status)
        status = nh_newfile_check(NULL, false, err);
    if (!status)
        status = ask_for_new(port, target, made, identity->name, &password, err);
    if (!status)
        status = nh_export_write(port->journal, store, identity, target,
                                 (const char *)password.data, wifi, &downloads, path, err);
    nh_buf_reset(&password);
    nh_identity_free(&identity);
    return status;
}

/* The settings of a network, from an institution's file. */
struct network {
    struct nh_network file;
    struct nh_wifi wifi;
    char *words; /* a description for the person to compare */
};

/* Needs an open store. */
static enum nh_status read_network(const struct nh_target *target, const struct nh_buf *settings,
                                   struct network *out, struct nh_error *err)
{
    enum nh_status status = nh_netfile_read(settings, NULL, &out->file, err);
    if (!status)
        status = nh_network_complete(&out->wifi, &out->file, err);
    /* There are no options, so any error is one of the file. */
    if (!status && nh_wifi_check(&out->wifi, target, err))
        status = err->status = NH_NO_NETWORK;
    if (!status && !(out->words = nh_wifi_describe(&out->wifi)))
        status = nh_fail_memory(err);
    return status;
}

static void reset_network(struct network *network)
{
    nh_bufs_reset(&network->wifi.cas);
    nh_network_reset(&network->file);
    free(network->words);
}

/* The fields of the request. */
struct wish {
    const char *fingerprint;
    const char *target;
    bool made; /* make a random password */
    struct nh_buf settings;
};

static enum nh_status read_wish(struct nh_message *message, struct wish *wish, struct nh_error *err)
{
    wish->fingerprint = nh_message_fingerprint(message, "fingerprint");
    wish->target = nh_message_text(message, "for");
    wish->made = nh_message_is(message, "password", "made", "own");
    nh_message_base64(message, "settings", 0, SETTINGS_MAX, &wish->settings);
    return nh_message_end(message, err);
}

static cJSON *exported(const char *path, const char *network, const struct nh_names *steps)
{
    cJSON *reply = nh_reply_new("exported");
    cJSON *list = cJSON_AddArrayToObject(reply, "steps");
    bool enough =
        list && nh_reply_text(reply, "path", path) && nh_reply_text(reply, "network", network);
    for (size_t i = 0; enough && i < steps->count; i++)
        enough = nh_json_push(list, cJSON_CreateString(steps->items[i]));
    return nh_reply_whole(reply, enough);
}

/* Name the file in errors about the administrator's file. `listed` is its path; NULL if the person
   has given the settings. */
static enum nh_status blame(const char *listed, enum nh_status status, struct nh_error *err)
{
    const struct nh_error what = *err;
    if (!status || !listed)
        return status;
    return nh_fail(err, status, what.cause, "%s: %s", listed, what.message);
}

static enum nh_status export_to(struct nh_port *port, const struct nh_target *target,
                                struct wish *wish, struct nh_error *err)
{
    struct nh_store *store = NULL;
    struct network network = {.words = NULL};
    struct nh_names steps = {0};
    char *path = NULL, *listed = NULL;
    const struct nh_wifi *wifi = target->wifi ? &network.wifi : NULL;
    enum nh_status status = nh_store_open(port->profile->path, NH_STORE_READ, &store, err);
    if (!status && wifi && wish->settings.length == 0)
        status = nh_listed_network(port->journal, wish->fingerprint, &wish->settings, &listed, err);
    if (!status && wifi)
        status = blame(listed, read_network(target, &wish->settings, &network, err), err);
    if (!status)
        status =
            nh_export_asking(port, store, target, wish->fingerprint, wish->made, wifi, &path, err);
    nh_store_close(&store);
    if (!status)
        status = nh_target_steps(target, path, true, &steps, err);
    if (!status)
        nh_port_say(port, exported(path, network.words, &steps));
    nh_names_reset(&steps);
    reset_network(&network);
    free(listed);
    free(path);
    return status;
}

enum nh_status nh_on_export(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    const struct nh_target *target = NULL;
    struct wish wish = {.target = NULL};
    enum nh_status status = read_wish(message, &wish, err);
    if (!status)
        status = nh_target_find(wish.target, &target, err);
    if (!status)
        status = export_to(port, target, &wish, err);
    nh_buf_reset(&wish.settings);
    return status;
}

/* The last exported file, because requests never name a path. */
static enum nh_status find_last(struct nh_journal *journal, const char *fingerprint, char **path,
                                struct nh_error *err)
{
    struct nh_copies copies = {.items = NULL};
    const char *last = NULL;
    enum nh_status status = nh_copies_list(journal, fingerprint, &copies, err);
    for (size_t i = 0; i < copies.count; i++)
        if (!nh_copy_is_profile(&copies.items[i]))
            last = copies.items[i].place;
    if (!status && (!last || access(last, F_OK) != 0))
        status = nh_fail(err, NH_NO_INPUT, NULL, "The file is not there any more.");
    else if (!status && !(*path = strdup(last)))
        status = nh_fail_memory(err);
    nh_copies_reset(&copies);
    return status;
}

enum nh_status nh_on_show(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    char *path = NULL;
    const char *fingerprint = nh_message_fingerprint(message, "fingerprint");
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = find_last(port->journal, fingerprint, &path, err);
    if (!status)
        status = nh_filemanager_show(path, err);
    if (!status)
        nh_port_say(port, nh_reply_ok());
    free(path);
    return status;
}
