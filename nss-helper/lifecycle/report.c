/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/report.h"

#include "base/json.h"
#include "certificate/identity.h"
#include "certificate/verify.h"
#include "journal/copies.h"
#include "lifecycle/inventory.h"
#include "revocation/verdict.h"

#include <cjson/cJSON.h>

static bool add_item(cJSON *list, const char *text)
{
    return nh_json_push(list, cJSON_CreateString(text));
}

static bool add_list(cJSON *to, const char *name, char *const *items)
{
    cJSON *list = cJSON_AddArrayToObject(to, name);
    bool added = list != NULL;
    for (; added && *items; items++)
        added = add_item(list, *items);
    return added;
}

static bool add_uses(cJSON *to, const struct nh_identity *it)
{
    cJSON *uses = cJSON_AddArrayToObject(to, "uses");
    return uses && (!it->login || add_item(uses, "login")) && (!it->mail || add_item(uses, "mail"));
}

static bool fill_identity(cJSON *to, const struct nh_identity *it)
{
    return cJSON_AddStringToObject(to, "fingerprint", it->fingerprint) &&
           cJSON_AddStringToObject(to, "subject", it->subject) &&
           cJSON_AddStringToObject(to, "name", it->name) && add_list(to, "emails", it->emails) &&
           cJSON_AddStringToObject(to, "issuer", it->issuer) &&
           cJSON_AddStringToObject(to, "issuerName", it->issuer_name) &&
           cJSON_AddStringToObject(to, "serialHex", it->serial_hex) &&
           cJSON_AddStringToObject(to, "serialDecimal", it->serial_decimal) &&
           nh_json_add_time(to, "notBefore", it->not_before) &&
           nh_json_add_time(to, "notAfter", it->not_after) &&
           cJSON_AddStringToObject(to, "key", it->key) && add_uses(to, it) &&
           cJSON_AddStringToObject(to, "nickname", it->nickname) &&
           add_list(to, "chain", it->chain);
}

bool nh_report_odd(cJSON *to, const struct nh_identity *identity, bool open)
{
    cJSON *odd = cJSON_AddArrayToObject(to, "odd");
    return odd && (!identity->authority || add_item(odd, "authority")) &&
           (identity->login || identity->mail || add_item(odd, "uses")) &&
           (!identity->unknown_critical || add_item(odd, "critical")) &&
           (!open || add_item(odd, "open-key"));
}

static bool add_verdict(cJSON *to, const char *name, bool good)
{
    return cJSON_AddStringToObject(to, name, good ? "good" : "bad");
}

static bool fill_proof(cJSON *to, const struct nh_proof *proof)
{
    return add_verdict(to, "key", proof->key) && add_verdict(to, "signs", proof->signs) &&
           add_verdict(to, "dates", proof->dates) &&
           cJSON_AddStringToObject(to, "chain", nh_chain_word(proof->chain)) &&
           cJSON_AddStringToObject(to, "revocation", "not checked");
}

cJSON *nh_report_identity(const struct nh_identity *identity)
{
    cJSON *out = cJSON_CreateObject();
    if (out && fill_identity(out, identity))
        return out;
    cJSON_Delete(out);
    return NULL;
}

static bool fill_copy(cJSON *to, const struct nh_copy *copy)
{
    return cJSON_AddStringToObject(to, "kind", copy->kind) &&
           cJSON_AddStringToObject(to, "place", copy->place) &&
           nh_json_add_time(to, "time", copy->time);
}

cJSON *nh_report_copy(const struct nh_copy *copy)
{
    cJSON *out = cJSON_CreateObject();
    if (out && fill_copy(out, copy))
        return out;
    cJSON_Delete(out);
    return NULL;
}

static bool add_copies(cJSON *to, const struct nh_copies *copies, size_t most)
{
    cJSON *list = cJSON_AddArrayToObject(to, "copies");
    bool added = list != NULL;
    for (size_t i = copies->count > most ? copies->count - most : 0; added && i < copies->count;
         i++)
        added = nh_json_push(list, nh_report_copy(&copies->items[i]));
    return added;
}

bool nh_report_owned(cJSON *to, const struct nh_owned *owned, size_t most_copies)
{
    return cJSON_AddStringToObject(to, "state", nh_standing_word(owned->standing.state)) &&
           cJSON_AddNumberToObject(to, "daysLeft", (double)owned->standing.days_left) &&
           cJSON_AddStringToObject(to, "site", owned->site) &&
           cJSON_AddStringToObject(to, "portal", owned->portal ? owned->portal : "") &&
           cJSON_AddStringToObject(to, "newer", owned->newer ? owned->newer->fingerprint : "") &&
           add_copies(to, &owned->copies, most_copies);
}

cJSON *nh_report_proof(const struct nh_proof *proof)
{
    cJSON *out = cJSON_CreateObject();
    if (out && fill_proof(out, proof))
        return out;
    cJSON_Delete(out);
    return NULL;
}

static bool add_missing(cJSON *to, const struct nh_missing *missing)
{
    cJSON *object = cJSON_AddObjectToObject(to, "missing");
    return object && cJSON_AddStringToObject(object, "name", missing->name) &&
           cJSON_AddStringToObject(object, "address", missing->address) &&
           cJSON_AddBoolToObject(object, "web", missing->web);
}

static bool add_fault(cJSON *to, const struct nh_fault *fault)
{
    cJSON *object = cJSON_AddObjectToObject(to, "fault");
    return object && cJSON_AddStringToObject(object, "name", fault->name) &&
           cJSON_AddStringToObject(object, "what", fault->what);
}

bool nh_report_chain(cJSON *to, const struct nh_proof *proof)
{
    return (!*proof->missing.name || add_missing(to, &proof->missing)) &&
           (!*proof->fault.name || add_fault(to, &proof->fault));
}

/* Unknown values are left out. */
static bool fill_revocation(cJSON *to, const struct nh_revocation *revocation)
{
    bool revoked = revocation->state == NH_REVOCATION_REVOKED;
    bool settled = revoked || revocation->state == NH_REVOCATION_GOOD;
    return cJSON_AddStringToObject(to, "state", nh_revocation_word(revocation->state)) &&
           (settled ? cJSON_AddStringToObject(to, "by", revocation->by) &&
                          nh_json_add_time(to, "asked", revocation->asked)
                    : cJSON_AddStringToObject(to, "why", revocation->why) != NULL) &&
           (!revoked || (nh_json_add_time(to, "since", revocation->since) &&
                         cJSON_AddStringToObject(to, "reason", revocation->reason)));
}

bool nh_report_said(cJSON *to, const struct nh_revocation *revocation)
{
    return !revocation->said || nh_json_add_time(to, "said", revocation->said);
}

cJSON *nh_report_revocation(const struct nh_revocation *revocation)
{
    cJSON *out = cJSON_CreateObject();
    if (out && fill_revocation(out, revocation))
        return out;
    cJSON_Delete(out);
    return NULL;
}
