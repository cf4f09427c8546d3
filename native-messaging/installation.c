/* SPDX-License-Identifier: MPL-2.0 */
#include "installation.h"

#include "base/buf.h"
#include "base/json.h"
#include "browser/profile.h"
#include "certificate/identity.h"
#include "formats/incoming.h"
#include "identities.h"
#include "journal/spool.h"
#include "lifecycle/inventory.h"
#include "lifecycle/issuance.h"
#include "lifecycle/report.h"
#include "machine/ask.h"
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

/* What came in the same file. */
static bool add_others(const struct nh_incomings *incoming, cJSON *to)
{
    bool enough = to != NULL;
    for (size_t i = 1; enough && i < incoming->count; i++)
        enough = nh_json_push(to, nh_report_identity(incoming->items[i].identity));
    return enough;
}

/* Those that the identity takes the place of. */
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

cJSON *nh_installation_reply(const char *response, const struct nh_installation *done,
                             const struct nh_inventory *held)
{
    struct nh_incomings incoming = nh_installation_incoming(done);
    const struct nh_incoming *first = incoming.items;
    cJSON *reply = nh_reply_new("installed");
    return nh_reply_whole(
        reply, nh_reply_text(reply, "answer", response) && nh_reply_text(reply, "job", done->job) &&
                   nh_reply_text(reply, "site", done->site) &&
                   nh_reply_item(reply, "identity", nh_report_identity(first->identity)) &&
                   nh_reply_item(reply, "proof", nh_report_proof(&done->proof)) &&
                   add_others(&incoming, cJSON_AddArrayToObject(reply, "others")) &&
                   add_older(first->identity, held, cJSON_AddArrayToObject(reply, "older")) &&
                   add_counts(&incoming, cJSON_AddObjectToObject(reply, "added")) &&
                   cJSON_AddBoolToObject(reply, "known", first->known));
}

void nh_installation_say(struct nh_port *port, const char *response,
                         const struct nh_installation *done)
{
    struct nh_inventory held = {0};
    nh_inventory_read(port->journal, port->profile->path, &held, NULL);
    nh_port_say(port, nh_installation_reply(response, done, &held));
    nh_inventory_reset(&held);
}

static cJSON *refusal(const struct nh_error *error, const char *kept,
                      const struct nh_installation *done)
{
    cJSON *reply = nh_reply_error(error);
    const struct nh_identity *identity = done->incoming.identity;
    return nh_reply_whole(
        reply, (!kept || nh_reply_text(reply, "answer", kept)) &&
                   (!done->reason || nh_reply_text(reply, "reason", done->reason)) &&
                   (!identity || nh_reply_item(reply, "identity", nh_report_identity(identity))) &&
                   (!done->tried || nh_reply_item(reply, "proof", nh_report_proof(&done->proof))));
}

/* For a file that a site has sent, the window names the site. */
static enum nh_status ask_for_file(struct nh_port *port, const struct nh_wish *wish,
                                   const char *site, int tried, struct nh_buf *password,
                                   struct nh_error *err)
{
    const char *file = wish->file ? wish->file : "";
    const char *host = strstr(site, "://");
    bool from_site = *file == '\0' && *site != '\0';
    nh_port_say_asking(port, "file");
    return nh_ask_file(from_site ? (host ? host + 3 : site) : file, from_site, tried,
                       port->language, password, err);
}

/* Again with what the person types, as long as a password is what it lacks. */
static enum nh_status install_asking(struct nh_port *port, struct nh_spool *spool,
                                     const struct nh_wish *wish, struct nh_installation *done,
                                     struct nh_error *err)
{
    struct nh_buf password = {0};
    enum nh_status status = NH_OK;
    bool unlocked = false;
    for (int tried = 0; !status;) {
        status = nh_issuance_install(port->journal, port->profile->path, port->language, spool,
                                     wish->agreed, (const char *)password.data, done, err);
        nh_buf_reset(&password);
        if (status == NH_PRIMARY_PASSWORD && wish->may_ask && !unlocked) {
            unlocked = true;
            status = nh_port_unlock(port, err);
        } else if (status == NH_PASSWORD && wish->may_ask && tried < NH_ASK_TRIES) {
            status = ask_for_file(port, wish, done->site, tried++, &password, err);
        } else {
            break;
        }
        if (!status)
            nh_installation_reset(done);
    }
    nh_buf_reset(&password);
    return status;
}

/* The extension has the bytes of what was refused, but for a file with keys, and is told
   so. A file that the person has chosen stays where it is. */
static bool keep(struct nh_spool *spool, const struct nh_wish *wish,
                 const struct nh_installation *done, enum nh_status status)
{
    bool drop =
        wish->just_came && (wish->file || (nh_issuance_is_refused(status) && !done->brings_keys));
    return !drop || nh_spool_remove(spool, NULL);
}

void nh_installation_try(struct nh_port *port, struct nh_spool *spool, const struct nh_wish *wish)
{
    struct nh_installation done = {0};
    struct nh_error err = {0};
    enum nh_status status = install_asking(port, spool, wish, &done, &err);
    if (!status) {
        nh_installation_say(port, nh_spool_id(spool), &done);
    } else {
        const char *kept = keep(spool, wish, &done, status) ? nh_spool_id(spool) : NULL;
        nh_port_say(port, refusal(&err, kept, &done));
    }
    nh_installation_reset(&done);
}
