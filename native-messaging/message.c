/* SPDX-License-Identifier: MPL-2.0 */
#include "message.h"
#include "base/files.h"
#include "base/json.h"
#include "base/site.h"
#include "base/utf8.h"
#include "browser/profile.h"
#include "certificate/identity.h"
#include "field.h"
#include "formats/incoming.h"
#include "formats/keyfile.h"
#include "lifecycle/inventory.h"
#include "lifecycle/report.h"
#include "lifecycle/unfinished.h"

#include <cjson/cJSON.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct field {
    const char *name;
    size_t limit;                   /* characters at most */
    size_t offset, size;            /* where it goes; size 0: somewhere special */
    bool (*fits)(const char *text); /* NULL: any text */
    const char *what;               /* it is, for a person */
};

#define TEXT(name, member, limit, fits, what)                                                      \
    {                                                                                              \
        name, limit, offsetof(struct nh_message, member), sizeof((struct nh_message *)0)->member,  \
            fits, what                                                                             \
    }
#define SITE(name, member) TEXT(name, member, NH_SITE_SIZE - 1, nh_site_is_origin, "an origin")
#define ID(name) TEXT(name, id, NH_STRING_MAX, nh_journal_is_name, "a name that this host gave")
#define ANY(name, member) TEXT(name, member, NH_STRING_MAX, NULL, "")
#define ASK TEXT("ask", ask, 3, nh_field_yes_no, "yes or no")
#define MAX_FIELDS 4

static const struct form {
    const char *word;
    enum nh_message_type type;
    struct field fields[MAX_FIELDS];
} forms[] = {
    {"hello", NH_MESSAGE_HELLO, {{.name = "version"}, ANY("language", language)}},
    {"issue",
     NH_MESSAGE_ISSUE,
     {SITE("site", site), SITE("target", target), ANY("key", key),
      TEXT("challenge", challenge, NH_CHALLENGE_MAX, nh_field_ascii, "ASCII")}},
    {"sent", NH_MESSAGE_SENT, {ID("job")}},
    {"answer", NH_MESSAGE_ANSWER, {SITE("site", site), ANY("mime", mime), ASK}},
    {"file", NH_MESSAGE_FILE, {ANY("name", name)}},
    {"bytes", NH_MESSAGE_BYTES, {{.name = "data", .limit = NH_BYTES_MAX}}},
    {"end", NH_MESSAGE_END, {{0}}},
    {"install", NH_MESSAGE_INSTALL, {ID("answer")}},
    {"look", NH_MESSAGE_LOOK, {ID("answer"), ASK}},
    {"discard", NH_MESSAGE_DISCARD, {ID("answer")}},
    {"save", NH_MESSAGE_SAVE, {ID("answer")}},
    {"jobs", NH_MESSAGE_JOBS, {{0}}},
    {"forget", NH_MESSAGE_FORGET, {ID("job")}},
    {"identities", NH_MESSAGE_IDENTITIES, {{0}}},
    {"export",
     NH_MESSAGE_EXPORT,
     {TEXT("fingerprint", fingerprint, 95, nh_field_fingerprint, "a fingerprint"),
      ANY("for", export_for),
      TEXT("password", password, 4, nh_field_own_made, "own or made"),
      {.name = "settings", .limit = NH_SETTINGS_MAX}}},
    {"remove",
     NH_MESSAGE_REMOVE,
     {TEXT("fingerprint", fingerprint, 95, nh_field_fingerprint, "a fingerprint"),
      TEXT("backup", backup, 3, nh_field_yes_no, "yes or no")}},
    {"verify",
     NH_MESSAGE_VERIFY,
     {TEXT("fingerprint", fingerprint, 95, nh_field_fingerprint, "a fingerprint")}},
    {"portal",
     NH_MESSAGE_PORTAL,
     {TEXT("fingerprint", fingerprint, 95, nh_field_fingerprint, "a fingerprint"),
      TEXT("address", address, NH_PORTAL_MAX, nh_site_is_address, "an https: address")}},
};

static enum nh_status read_version(const cJSON *value, struct nh_error *err)
{
    if (!cJSON_IsNumber(value))
        return nh_fail(err, NH_PROTOCOL, NULL, "The field \"version\" is no integer.");
    if (value->valuedouble != NH_PROTOCOL_VERSION)
        return nh_fail(err, NH_PROTOCOL, NULL,
                       "The extension speaks another version of the protocol than %d.",
                       NH_PROTOCOL_VERSION);
    return NH_OK;
}

static enum nh_status read_text(const struct field *field, const char *text, struct nh_message *out,
                                struct nh_error *err)
{
    size_t length = strlen(text);
    if (length > field->limit)
        return nh_fail(err, NH_TOO_LARGE, NULL, "The field \"%s\" is over its limit of %zu.",
                       field->name, field->limit);
    if (field->size == 0)
        return nh_field_base64(text, &out->data)
                   ? NH_OK
                   : nh_fail(err, NH_PROTOCOL, NULL, "The field \"%s\" is not base64.",
                             field->name);
    if ((field->fits && !field->fits(text)) || length >= field->size)
        return nh_fail(err, NH_PROTOCOL, NULL, "The field \"%s\" is not %s.", field->name,
                       field->what);
    memcpy((char *)out + field->offset, text, length + 1);
    return NH_OK;
}

static enum nh_status read_field(const struct field *field, const cJSON *object,
                                 struct nh_message *out, struct nh_error *err)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, field->name);
    if (!value)
        return nh_fail(err, NH_PROTOCOL, NULL, "The field \"%s\" is missing.", field->name);
    if (field->limit == 0)
        return read_version(value, err);
    if (!cJSON_IsString(value))
        return nh_fail(err, NH_PROTOCOL, NULL, "The field \"%s\" is no text.", field->name);
    return read_text(field, value->valuestring, out, err);
}

static size_t fields_of(const struct form *form)
{
    size_t count = 0;
    while (count < MAX_FIELDS && form->fields[count].name)
        count++;
    return count;
}

static enum nh_status read_fields(const struct form *form, const cJSON *object,
                                  struct nh_message *out, struct nh_error *err)
{
    size_t count = fields_of(form);
    enum nh_status status = NH_OK;
    for (size_t i = 0; i < count && !status; i++)
        status = read_field(&form->fields[i], object, out, err);
    /* All are there, so one more, beside "type", is unknown or comes twice. */
    if (!status && (size_t)cJSON_GetArraySize(object) != count + 1)
        return nh_fail(err, NH_PROTOCOL, NULL, "A \"%s\" has an unknown or repeated field.",
                       form->word);
    return status;
}

static enum nh_status read_object(const cJSON *object, struct nh_message *out, struct nh_error *err)
{
    const cJSON *type = cJSON_GetObjectItemCaseSensitive(object, "type");
    if (!cJSON_IsString(type))
        return nh_fail(err, NH_PROTOCOL, NULL, "A message has no \"type\".");
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (strcmp(type->valuestring, forms[i].word) == 0) {
            out->type = forms[i].type;
            return read_fields(&forms[i], object, out, err);
        }
    }
    return nh_fail(err, NH_PROTOCOL, NULL, "A message has an unknown \"type\".");
}

/* NULL unless all of the text is one object. */
static cJSON *parse(const char *text, size_t length)
{
    const char *rest = NULL;
    cJSON *object = cJSON_ParseWithLengthOpts(text, length, &rest, false);
    if (!object)
        return NULL;
    while (rest < text + length && strchr(" \t\r\n", *rest) != NULL)
        rest++;
    if (rest == text + length && cJSON_IsObject(object))
        return object;
    cJSON_Delete(object);
    return NULL;
}

enum nh_status nh_message_read(const void *text, size_t length, struct nh_message *out,
                               struct nh_error *err)
{
    enum nh_status status;
    cJSON *object = NULL;
    nh_message_reset(out);
    if (!nh_utf8_valid(text, length))
        return nh_fail(err, NH_PROTOCOL, NULL, "A message is not UTF-8.");
    if (nh_field_flat_object(text, length))
        object = parse(text, length);
    if (!object)
        return nh_fail(err, NH_PROTOCOL, NULL,
                       "A message is not one JSON object of texts and integers.");
    status = read_object(object, out, err);
    cJSON_Delete(object);
    return status;
}

void nh_message_reset(struct nh_message *message)
{
    struct nh_buf data = message->data;
    nh_buf_reset(&data);
    *message = (struct nh_message){.data = data};
}

/* The writers say false when there is no memory; nothing else can go wrong. */
static bool add_text(cJSON *to, const char *name, const char *text)
{
    return cJSON_AddStringToObject(to, name, text ? text : "");
}

/* Takes `item` over, also when it fails. */
static bool add_item(cJSON *to, const char *name, cJSON *item)
{
    if (item && cJSON_AddItemToObject(to, name, item))
        return true;
    cJSON_Delete(item);
    return false;
}

static bool write_hello(const struct nh_reply *reply, cJSON *to)
{
    cJSON *profile = NULL;
    return cJSON_AddNumberToObject(to, "version", NH_PROTOCOL_VERSION) &&
           add_text(to, "program", NH_VERSION) && add_text(to, "nss", reply->nss_version) &&
           add_text(to, "nssPath", reply->nss_folder) &&
           (profile = cJSON_AddObjectToObject(to, "profile")) &&
           add_text(profile, "name", reply->profile->name) &&
           add_text(profile, "path", reply->profile->path) &&
           cJSON_AddBoolToObject(profile, "locked", reply->locked) &&
           cJSON_AddNumberToObject(to, "resumed", (double)reply->resumed);
}

static bool write_request(const struct nh_reply *reply, cJSON *to)
{
    return add_text(to, "job", reply->job) && add_text(to, "spkac", reply->spkac);
}

static bool write_ok(const struct nh_reply *reply, cJSON *to)
{
    (void)reply;
    (void)to;
    return true;
}

static bool write_received(const struct nh_reply *reply, cJSON *to)
{
    return add_text(to, "answer", reply->response);
}

static bool write_asking(const struct nh_reply *reply, cJSON *to)
{
    return add_text(to, "for", reply->asking);
}

static bool write_saved(const struct nh_reply *reply, cJSON *to)
{
    return add_text(to, "path", reply->path);
}

static bool write_exported(const struct nh_reply *reply, cJSON *to)
{
    cJSON *steps = cJSON_AddArrayToObject(to, "steps");
    bool enough =
        steps && add_text(to, "path", reply->path) && add_text(to, "network", reply->network);
    for (size_t i = 0; enough && i < reply->steps->count; i++)
        enough = nh_json_push(steps, cJSON_CreateString(reply->steps->items[i]));
    return enough;
}

static bool write_removed(const struct nh_reply *reply, cJSON *to)
{
    return add_text(to, "path", reply->path) && cJSON_AddBoolToObject(to, "key", reply->key);
}

static bool write_verified(const struct nh_reply *reply, cJSON *to)
{
    return add_item(to, "proof", nh_report_proof(reply->proof)) &&
           add_item(to, "revocation", nh_report_revocation(reply->revocation));
}

static bool write_others(const struct nh_incomings *others, cJSON *to)
{
    bool enough = to != NULL;
    for (size_t i = 0; enough && others && i < others->count; i++)
        enough = nh_json_push(to, nh_report_identity(others->items[i].identity));
    return enough;
}

/* Those that the identity takes the place of. */
static bool write_older(const struct nh_reply *reply, cJSON *to)
{
    const struct nh_inventory *held = reply->held;
    bool enough = to != NULL;
    for (size_t i = 0; enough && held && i < held->count && i < NH_IDENTITIES_MAX; i++) {
        const struct nh_owned *older = &held->items[i];
        if (older->newer && strcmp(older->newer->fingerprint, reply->identity->fingerprint) == 0)
            enough = nh_json_push(to, nh_report_identity(older->identity));
    }
    return enough;
}

static bool write_installed(const struct nh_reply *reply, cJSON *to)
{
    cJSON *added = NULL;
    return add_text(to, "answer", reply->response) && add_text(to, "job", reply->job) &&
           add_text(to, "site", reply->site) &&
           add_item(to, "identity", nh_report_identity(reply->identity)) &&
           add_item(to, "proof", nh_report_proof(reply->proof)) &&
           write_others(reply->others, cJSON_AddArrayToObject(to, "others")) &&
           write_older(reply, cJSON_AddArrayToObject(to, "older")) &&
           (added = cJSON_AddObjectToObject(to, "added")) &&
           cJSON_AddNumberToObject(added, "identities", (double)reply->identities) &&
           cJSON_AddNumberToObject(added, "intermediates", (double)reply->intermediates) &&
           cJSON_AddBoolToObject(to, "known", reply->known);
}

/* A new object at the end of a list. */
static cJSON *add_object(cJSON *list)
{
    cJSON *object = cJSON_CreateObject();
    return nh_json_push(list, object) ? object : NULL;
}

static bool write_job(const struct nh_job *job, enum nh_repeats repeats, cJSON *to)
{
    return to && add_text(to, "job", job->id) && add_text(to, "state", nh_job_word(job->state)) &&
           add_text(to, "site", job->site) && add_text(to, "target", job->target) &&
           add_text(to, "key", nh_key_kind_word(job->kind)) &&
           nh_json_add_time(to, "begun", nh_journal_time(job->id)) &&
           nh_json_add_time(to, "changed", job->changed) &&
           add_text(to, "repeats", nh_repeats_word(repeats));
}

static bool write_waiting(const struct nh_waiting *waiting, cJSON *to)
{
    return to && add_text(to, "answer", waiting->response) && add_text(to, "site", waiting->site) &&
           nh_json_add_time(to, "received", nh_journal_time(waiting->response)) &&
           add_text(to, "job", waiting->job);
}

static bool write_jobs(const struct nh_reply *reply, cJSON *to)
{
    const struct nh_unfinished *it = reply->unfinished;
    cJSON *jobs = cJSON_AddArrayToObject(to, "jobs");
    cJSON *responses = cJSON_AddArrayToObject(to, "answers");
    bool enough = jobs && responses;
    for (size_t i = 0; enough && i < it->job_count && i < NH_JOBS_MAX; i++)
        enough = write_job(&it->jobs[i], it->repeats[i], add_object(jobs));
    for (size_t i = 0; enough && i < it->response_count && i < NH_JOBS_MAX; i++)
        enough = write_waiting(&it->responses[i], add_object(responses));
    return enough &&
           cJSON_AddBoolToObject(to, "more",
                                 it->job_count > NH_JOBS_MAX || it->response_count > NH_JOBS_MAX);
}

static bool write_owned(const struct nh_owned *owned, cJSON *to)
{
    return to && add_item(to, "identity", nh_report_identity(owned->identity)) &&
           nh_report_owned(to, owned, NH_COPIES_MAX);
}

static bool write_identities(const struct nh_reply *reply, cJSON *to)
{
    const struct nh_inventory *it = reply->inventory;
    cJSON *list = cJSON_AddArrayToObject(to, "identities");
    bool enough = list != NULL;
    for (size_t i = 0; enough && i < it->count && i < NH_IDENTITIES_MAX; i++)
        enough = write_owned(&it->items[i], add_object(list));
    return enough && cJSON_AddBoolToObject(to, "more", it->count > NH_IDENTITIES_MAX);
}

static bool write_error(const struct nh_reply *reply, cJSON *to)
{
    const struct nh_error *error = reply->error;
    return cJSON_AddNumberToObject(to, "code", error->status) &&
           add_text(to, "name", nh_status_name(error->status)) &&
           add_text(to, "cause", error->cause) && add_text(to, "message", error->message) &&
           (!reply->response || add_text(to, "answer", reply->response)) &&
           (!reply->reason || add_text(to, "reason", reply->reason)) &&
           (!reply->identity || add_item(to, "identity", nh_report_identity(reply->identity))) &&
           (!reply->proof || add_item(to, "proof", nh_report_proof(reply->proof)));
}

static const struct {
    const char *word;
    bool (*write)(const struct nh_reply *reply, cJSON *to);
} writers[] = {
    [NH_REPLY_HELLO] = {"hello", write_hello},
    [NH_REPLY_REQUEST] = {"request", write_request},
    [NH_REPLY_OK] = {"ok", write_ok},
    [NH_REPLY_RECEIVED] = {"received", write_received},
    [NH_REPLY_ASKING] = {"asking", write_asking},
    [NH_REPLY_INSTALLED] = {"installed", write_installed},
    [NH_REPLY_JOBS] = {"jobs", write_jobs},
    [NH_REPLY_SAVED] = {"saved", write_saved},
    [NH_REPLY_IDENTITIES] = {"identities", write_identities},
    [NH_REPLY_EXPORTED] = {"exported", write_exported},
    [NH_REPLY_REMOVED] = {"removed", write_removed},
    [NH_REPLY_VERIFIED] = {"verified", write_verified},
    [NH_REPLY_ERROR] = {"error", write_error},
};

enum nh_status nh_message_write(const struct nh_reply *reply, struct nh_buf *out,
                                struct nh_error *err)
{
    cJSON *object = cJSON_CreateObject();
    enum nh_status status;
    char *text = NULL;
    if (object && add_text(object, "type", writers[reply->type].word) &&
        writers[reply->type].write(reply, object))
        text = cJSON_PrintUnformatted(object);
    status = text == NULL ? nh_fail_memory(err) : nh_buf_append(out, text, strlen(text), err);
    cJSON_free(text);
    cJSON_Delete(object);
    return status;
}
