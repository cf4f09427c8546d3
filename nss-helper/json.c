/* SPDX-License-Identifier: MPL-2.0 */
#include "json.h"

#include "identity.h"
#include "verify.h"

#include <cjson/cJSON.h>
#include <time.h>

static void add_time(cJSON *object, const char *name, time_t time)
{
    struct tm utc;
    char text[32];
    if (gmtime_r(&time, &utc) && strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc))
        cJSON_AddStringToObject(object, name, text);
}

static void add_list(cJSON *object, const char *name, char *const *items)
{
    cJSON *list = cJSON_AddArrayToObject(object, name);
    for (; list && *items; items++)
        cJSON_AddItemToArray(list, cJSON_CreateString(*items));
}

static void add_uses(cJSON *object, const struct nh_identity *it)
{
    cJSON *uses = cJSON_AddArrayToObject(object, "uses");
    if (uses && it->login)
        cJSON_AddItemToArray(uses, cJSON_CreateString("login"));
    if (uses && it->mail)
        cJSON_AddItemToArray(uses, cJSON_CreateString("mail"));
}

cJSON *nh_json_identity(const struct nh_identity *it)
{
    cJSON *out = cJSON_CreateObject();
    if (!out)
        return NULL;
    cJSON_AddStringToObject(out, "fingerprint", it->fingerprint);
    cJSON_AddStringToObject(out, "subject", it->subject);
    cJSON_AddStringToObject(out, "name", it->name);
    add_list(out, "emails", it->emails);
    cJSON_AddStringToObject(out, "issuer", it->issuer);
    cJSON_AddStringToObject(out, "issuerName", it->issuer_name);
    cJSON_AddStringToObject(out, "serialHex", it->serial_hex);
    cJSON_AddStringToObject(out, "serialDecimal", it->serial_decimal);
    add_time(out, "notBefore", it->not_before);
    add_time(out, "notAfter", it->not_after);
    cJSON_AddStringToObject(out, "key", it->key);
    add_uses(out, it);
    cJSON_AddStringToObject(out, "nickname", it->nickname);
    add_list(out, "chain", it->chain);
    return out;
}

static void add_verdict(cJSON *object, const char *name, int good)
{
    cJSON_AddStringToObject(object, name, good ? "good" : "bad");
}

cJSON *nh_json_proof(const struct nh_proof *proof)
{
    cJSON *out = cJSON_CreateObject();
    if (!out)
        return NULL;
    add_verdict(out, "key", proof->key);
    add_verdict(out, "signs", proof->signs);
    add_verdict(out, "dates", proof->dates);
    cJSON_AddStringToObject(out, "chain", nh_chain_word(proof->chain));
    cJSON_AddStringToObject(out, "revocation", "not checked");
    return out;
}
