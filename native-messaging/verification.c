/* SPDX-License-Identifier: MPL-2.0 */
#include "verification.h"

#include "browser/profile.h"
#include "certificate/find.h"
#include "certificate/verify.h"
#include "lifecycle/issuers.h"
#include "lifecycle/report.h"
#include "net/fetch.h"
#include "nss/store.h"
#include "reply.h"
#include "revocation/heard.h"
#include "revocation/revocation.h"

#include <cjson/cJSON.h>

/* Find the identity unless the caller has it, and prove it. A key that does not sign is a result,
   not an error. */
static enum nh_status prove(const char *profile, const char *fingerprint,
                            struct nh_identity **identity, struct nh_proof *proof,
                            struct nh_error *err)
{
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(profile, NH_STORE_READ, &store, err);
    if (!status && !*identity)
        status = nh_identity_exact(store, fingerprint, identity, err);
    if (!status)
        status = nh_verify(store, *identity, proof, err);
    nh_store_close(&store);
    return status == NH_NOT_PROVEN ? NH_OK : status;
}

static cJSON *verified(const struct nh_proof *proof, const struct nh_revocation *revocation)
{
    cJSON *reply = nh_reply_new("verified");
    return nh_reply_whole(reply,
                          nh_reply_item(reply, "proof", nh_report_proof(proof)) &&
                              nh_reply_item(reply, "revocation", nh_report_revocation(revocation)));
}

enum nh_status nh_on_verify(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    const char *profile = port->profile->path;
    const struct nh_revocation_terms terms = {.fetch = nh_fetch_web, .fresh = true};
    struct nh_revocation revocation = {.by = ""};
    struct nh_identity *identity = NULL;
    struct nh_proof proof = {0};
    const char *fingerprint = nh_message_fingerprint(message, "fingerprint");
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = prove(profile, fingerprint, &identity, &proof, err);
    if (!status)
        status = nh_revocation_check(profile, identity, &terms, &revocation, err);
    nh_identity_free(&identity);
    /* "asked" has the time when the CA said it, which matters to the person: a new field would be
       rejected by an older extension. */
    revocation.asked = revocation.said;
    if (!status)
        nh_port_say(port, verified(&proof, &revocation));
    return status;
}

enum nh_status nh_on_revocation(struct nh_port *port, struct nh_message *message,
                                struct nh_error *err)
{
    struct nh_revocation heard = {.by = ""};
    const char *fingerprint = nh_message_fingerprint(message, "fingerprint");
    enum nh_status status = nh_message_end(message, err);
    if (status)
        return status;
    nh_heard_read(port->journal, fingerprint, &heard);
    heard.asked = heard.said; /* as in "verified" */
    cJSON *reply = nh_reply_new("revocation");
    bool whole = nh_reply_item(reply, "revocation", nh_report_revocation(&heard));
    nh_port_say(port, nh_reply_whole(reply, whole));
    return NH_OK;
}

static bool add_fetched(cJSON *to, const struct nh_fetched *fetched)
{
    cJSON *list = cJSON_AddArrayToObject(to, "fetched");
    bool added = list != NULL;
    for (size_t i = 0; added && i < fetched->count; i++) {
        cJSON *item = nh_reply_push(list);
        added = item && nh_reply_text(item, "name", fetched->items[i].name) &&
                nh_reply_text(item, "address", fetched->items[i].address);
    }
    return added;
}

static cJSON *issuers(const struct nh_proof *proof, const struct nh_fetched *fetched)
{
    cJSON *reply = nh_reply_new("issuers");
    return nh_reply_whole(reply, nh_reply_item(reply, "proof", nh_report_proof(proof)) &&
                                     nh_report_chain(reply, proof) && add_fetched(reply, fetched));
}

static enum nh_status find(const char *profile, const char *fingerprint, struct nh_identity **out,
                           struct nh_error *err)
{
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(profile, NH_STORE_READ, &store, err);
    if (!status)
        status = nh_identity_exact(store, fingerprint, out, err);
    nh_store_close(&store);
    return status;
}

enum nh_status nh_on_issuers(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    const char *profile = port->profile->path;
    struct nh_fetched fetched = {.count = 0};
    struct nh_identity *identity = NULL;
    struct nh_proof proof = {0};
    const char *fingerprint = nh_message_fingerprint(message, "fingerprint");
    bool fetch = nh_message_is(message, "fetch", "yes", "no");
    enum nh_status status = nh_message_end(message, err);
    if (!status && fetch)
        status = find(profile, fingerprint, &identity, err);
    if (!status && fetch)
        status =
            nh_issuers_fetch(port->journal, profile, identity, nh_fetch_anywhere, &fetched, err);
    /* Report issuers that were fetched even if the next one failed, which the proof shows. */
    if (!status || fetched.count)
        status = prove(profile, fingerprint, &identity, &proof, err);
    nh_identity_free(&identity);
    if (!status)
        nh_port_say(port, issuers(&proof, &fetched));
    return status;
}
