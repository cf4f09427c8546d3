/* SPDX-License-Identifier: MPL-2.0 */
#include "removal.h"

#include "base/buf.h"
#include "base/json.h"
#include "browser/profile.h"
#include "export.h"
#include "export/targets.h"
#include "identities.h"
#include "issuance.h"
#include "journal/spool.h"
#include "lifecycle/remove.h"
#include "lifecycle/report.h"
#include "lifecycle/restorable.h"
#include "nss/store.h"
#include "reply.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

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

/* What to do before the removal. */
enum before { SAVE_BACKUP, KEEP_BACKUP, NO_BACKUP };

static enum before read_backup_word(struct nh_message *message)
{
    static const char *const words[] = {
        [SAVE_BACKUP] = "yes", [KEEP_BACKUP] = "kept", [NO_BACKUP] = "no", NULL};
    return (enum before)nh_message_word(message, "backup", words);
}

/* Find the existing backup; *path is allocated. */
static enum nh_status find_kept(struct nh_port *port, const char *fingerprint, char **path,
                                struct nh_error *err)
{
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(port->profile->path, NH_STORE_LOOK, &store, err);
    if (!status)
        status = nh_restorable_backup(port->journal, fingerprint, path, err);
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
    enum before before = read_backup_word(message);
    enum nh_status status = nh_message_end(message, err);
    if (!status && before == SAVE_BACKUP)
        status = back_up(port, fingerprint, &path, err);
    if (!status && before == KEEP_BACKUP)
        status = find_kept(port, fingerprint, &path, err);
    if (!status)
        status = nh_store_open(port->profile->path, NH_STORE_WRITE, &store, err);
    if (!status)
        status = nh_remove(port->journal, &store, fingerprint, "", &key, err);
    nh_store_close(&store);
    if (!status)
        nh_port_say(port, removed(path, key));
    free(path);
    return status;
}

static bool fill_removal(const struct nh_restorable *it, cJSON *to)
{
    return to && nh_reply_item(to, "identity", nh_report_identity(it->identity)) &&
           nh_json_add_time(to, "removed", it->removed) && nh_reply_text(to, "path", it->backup) &&
           cJSON_AddBoolToObject(to, "there", it->there);
}

static cJSON *removals_reply(const struct nh_restorables *they)
{
    cJSON *reply = nh_reply_new("removals");
    cJSON *list = cJSON_AddArrayToObject(reply, "removals");
    bool enough = list != NULL;
    for (size_t i = 0; enough && i < they->count && i < NH_IDENTITIES_MAX; i++)
        enough = fill_removal(&they->items[i], nh_reply_push(list));
    return nh_reply_whole(reply, enough);
}

enum nh_status nh_on_removals(struct nh_port *port, struct nh_message *message,
                              struct nh_error *err)
{
    struct nh_store *store = NULL;
    struct nh_restorables found = {.items = NULL};
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = nh_store_open(port->profile->path, NH_STORE_LOOK, &store, err);
    if (!status)
        status = nh_restorables_list(port->journal, store, &found, err);
    nh_store_close(&store);
    if (!status)
        nh_port_say(port, removals_reply(&found));
    nh_restorables_reset(&found);
    return status;
}

static enum nh_status read_backup(struct nh_port *port, const char *fingerprint, struct nh_buf *out,
                                  char **path, struct nh_error *err)
{
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(port->profile->path, NH_STORE_LOOK, &store, err);
    if (!status)
        status = nh_restorable_read(port->journal, fingerprint, out, path, err);
    nh_store_close(&store);
    return status;
}

/* Install the backup as a file that the person has chosen. */
static enum nh_status put_back(struct nh_port *port, const struct nh_buf *bytes, const char *path,
                               struct nh_error *err)
{
    struct nh_spool *spool = NULL;
    const struct nh_wish wish = {.agreed = true,
                                 .may_ask = true,
                                 .just_came = true,
                                 .file = strrchr(path, '/') + 1,
                                 .is_backup = true};
    enum nh_status status = nh_spool_begin(port->journal, "", &spool, err);
    if (!status)
        status = nh_spool_add(spool, bytes->data, bytes->length, err);
    if (!status)
        status = nh_spool_end(spool, err);
    if (!status)
        nh_issuance_try(port, spool, &wish);
    nh_spool_close(&spool);
    return status;
}

enum nh_status nh_on_restore(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    struct nh_buf bytes = {.data = NULL};
    char *path = NULL;
    const char *fingerprint = nh_message_fingerprint(message, "fingerprint");
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = read_backup(port, fingerprint, &bytes, &path, err);
    if (!status)
        status = put_back(port, &bytes, path, err);
    nh_buf_reset(&bytes);
    free(path);
    return status;
}
