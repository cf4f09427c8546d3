/* SPDX-License-Identifier: MPL-2.0 */
#include "issuance.h"

#include "base/json.h"
#include "browser/profile.h"
#include "certificate/identity.h"
#include "formats/incoming.h"
#include "identities.h"
#include "journal/spool.h"
#include "lifecycle/given.h"
#include "lifecycle/issuance.h"
#include "lifecycle/report.h"
#include "reply.h"

#include <cjson/cJSON.h>
#include <string.h>

static size_t count_new(const struct nh_incomings *incoming)
{
    size_t count = 0;
    for (size_t i = 0; i < incoming->count; i++)
        count += !incoming->items[i].known;
    return count;
}

/* Add the other identities of the file. */
static bool add_others(const struct nh_incomings *incoming, cJSON *to)
{
    bool enough = to != NULL;
    for (size_t i = 1; enough && i < incoming->count; i++)
        enough = nh_json_push(to, nh_report_identity(incoming->items[i].identity));
    return enough;
}

/* Add the certificates that the identity replaces. */
static bool add_older(const struct nh_identity *identity, const struct nh_inventory *held,
                      cJSON *to)
{
    bool enough = to != NULL;
    for (size_t i = 0; enough && i < held->count && i < NH_IDENTITIES_MAX; i++) {
        const struct nh_owned *older = &held->items[i];
        if (older->newer && strcmp(older->newer->fingerprint, identity->fingerprint) == 0)
            enough = nh_json_push(to, nh_report_identity(older->identity));
    }
    return enough;
}

static bool add_counts(const struct nh_incomings *incoming, cJSON *to)
{
    return cJSON_AddNumberToObject(to, "identities", (double)count_new(incoming)) &&
           cJSON_AddNumberToObject(to, "intermediates", (double)incoming->items->intermediates);
}

cJSON *nh_issuance_reply(const char *response, const struct nh_issuance *done)
{
    struct nh_incomings incoming = nh_issuance_incoming(done);
    const struct nh_incoming *first = incoming.items;
    cJSON *reply = nh_reply_new("installed");
    return nh_reply_whole(
        reply,
        nh_reply_text(reply, "answer", response) && nh_reply_text(reply, "job", done->job) &&
            nh_reply_text(reply, "site", done->site) &&
            nh_reply_item(reply, "identity", nh_report_identity(first->identity)) &&
            nh_reply_item(reply, "proof", nh_report_proof(&done->proof)) &&
            add_others(&incoming, cJSON_AddArrayToObject(reply, "others")) &&
            add_older(first->identity, &done->held, cJSON_AddArrayToObject(reply, "older")) &&
            add_counts(&incoming, cJSON_AddObjectToObject(reply, "added")) &&
            cJSON_AddBoolToObject(reply, "known", first->known));
}

static cJSON *refusal(const struct nh_error *error, const char *kept,
                      const struct nh_issuance *done)
{
    cJSON *reply = nh_reply_error(error);
    const struct nh_identity *identity = done->incoming.identity;
    return nh_reply_whole(
        reply, (!kept || nh_reply_text(reply, "answer", kept)) &&
                   (!done->reason || nh_reply_text(reply, "reason", done->reason)) &&
                   (!identity || nh_reply_item(reply, "identity", nh_report_identity(identity))) &&
                   (!done->tried || nh_reply_item(reply, "proof", nh_report_proof(&done->proof))));
}

/* For a file from a site, the window names the site. */
static enum nh_status ask(struct nh_port *port, const struct nh_wish *wish, const char *site,
                          struct nh_given *given, enum nh_status wanting, struct nh_error *err)
{
    given->file.name = wish->file ? wish->file : "";
    given->file.source = wish->is_backup ? NH_ASK_BACKUP : NH_ASK_CHOSEN;
    if (*given->file.name == '\0' && *site != '\0')
        nh_given_from(given, site);
    enum nh_status status = nh_port_begin_asking(port, "file", err);
    return status ? status : nh_given_ask(given, wanting, err);
}

/* Ask and try again as long as a password is missing. */
static enum nh_status install_asking(struct nh_port *port, struct nh_spool *spool,
                                     const struct nh_wish *wish, struct nh_issuance *done,
                                     struct nh_error *err)
{
    struct nh_given given = {0};
    enum nh_status status = NH_OK;
    bool unlocked = false;
    while (!status) {
        status = nh_issuance_install(port->journal, port->profile->path, &given.opening, spool,
                                     wish->agreed, done, err);
        if (status == NH_PRIMARY_PASSWORD && wish->may_ask && !unlocked) {
            unlocked = true;
            status = nh_port_unlock(port, err);
        } else if (nh_given_lacks(status) && wish->may_ask) {
            status = ask(port, wish, done->site, &given, status, err);
        } else {
            break;
        }
        if (!status)
            nh_issuance_reset(done);
    }
    nh_given_reset(&given);
    return status;
}

/* Whether a rejected response is kept. The extension has the bytes itself, except of files with
   keys; a file of the person is still where it was. */
static bool keep(struct nh_spool *spool, const struct nh_wish *wish, const struct nh_issuance *done,
                 enum nh_status status)
{
    bool drop =
        wish->just_came && (wish->file || (nh_issuance_is_refused(status) && !done->brings_keys));
    return !drop || nh_spool_remove(spool, NULL);
}

/* Whether the person has started it, or a job waits for it. If the profile could not be unlocked,
   this is checked without the keys. */
static bool was_asked_for(struct nh_port *port, struct nh_spool *spool, const struct nh_wish *wish,
                          const struct nh_issuance *done, enum nh_status status)
{
    if (*done->job || status == NH_NSS)
        return true;
    if (status == NH_ASK)
        return false;
    return wish->may_ask || nh_issuance_is_awaited(port->journal, port->profile->path, spool);
}

void nh_issuance_try(struct nh_port *port, struct nh_spool *spool, const struct nh_wish *wish)
{
    struct nh_issuance done = {0};
    struct nh_error err = {0};
    enum nh_status status = install_asking(port, spool, wish, &done, &err);
    if (!status) {
        nh_port_say(port, nh_issuance_reply(nh_spool_id(spool), &done));
    } else {
        const char *kept = keep(spool, wish, &done, status) ? nh_spool_id(spool) : NULL;
        if (kept && wish->just_came && !was_asked_for(port, spool, wish, &done, status))
            nh_spool_note_unasked(spool);
        nh_port_say(port, refusal(&err, kept, &done));
    }
    nh_issuance_reset(&done);
}
