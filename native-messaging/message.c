/* SPDX-License-Identifier: MPL-2.0 */
#include "message.h"

#include "base/language.h"
#include "base/site.h"
#include "base/utf8.h"
#include "field.h"
#include "journal/journal.h"
#include "journal/origin.h"
#include "nss/base64.h"

#include <cjson/cJSON.h>
#include <string.h>

/* Parse the whole text; NULL on an error. */
static cJSON *parse(const char *text, size_t length)
{
    const char *rest = NULL;
    cJSON *object = cJSON_ParseWithLengthOpts(text, length, &rest, false);
    if (!object)
        return NULL;
    while (rest < text + length && strchr(" \t\r\n", *rest) != NULL)
        rest++;
    if (rest == text + length)
        return object;
    cJSON_Delete(object);
    return NULL;
}

static enum nh_status read_object(const char *text, size_t length, cJSON **out,
                                  struct nh_error *err)
{
    if (!nh_utf8_valid(text, length))
        return nh_fail(err, NH_PROTOCOL, NULL, "The message is not UTF-8.");
    const char *fault = nh_field_flat_object(text, length);
    if (fault)
        return nh_fail(err, NH_PROTOCOL, NULL, "%s", _(fault));
    *out = parse(text, length);
    if (!*out)
        return nh_fail(err, NH_PROTOCOL, NULL, "The message is not JSON.");
    return cJSON_IsObject(*out)
               ? NH_OK
               : nh_fail(err, NH_PROTOCOL, NULL, "The message is not a JSON object.");
}

enum nh_status nh_message_parse(const void *text, size_t length, struct nh_message *out,
                                struct nh_error *err)
{
    *out = (struct nh_message){.type = NULL};
    enum nh_status status = read_object(text, length, &out->object, err);
    if (!status) {
        const cJSON *type = cJSON_GetObjectItemCaseSensitive(out->object, "type");
        out->type = cJSON_GetStringValue(type);
        if (!type)
            status = nh_fail(err, NH_PROTOCOL, NULL, "The message has no \"type\".");
        else if (!out->type)
            status =
                nh_fail(err, NH_PROTOCOL, NULL, "The \"type\" of the message is not a string.");
    }
    if (status)
        nh_message_reset(out);
    return status;
}

void nh_message_reset(struct nh_message *message)
{
    cJSON_Delete(message->object);
    *message = (struct nh_message){.type = NULL};
}

/* The first error is reported. */
static struct nh_error *first_fault(struct nh_message *message)
{
    return message->wrong.status ? NULL : &message->wrong;
}

static const cJSON *read_field(struct nh_message *message, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(message->object, name);
    message->fields++;
    if (!value)
        nh_fail(first_fault(message), NH_PROTOCOL, NULL, "The field \"%s\" is missing.", name);
    return value;
}

static const char *read_text(struct nh_message *message, const char *name, size_t most)
{
    const cJSON *value = read_field(message, name);
    const char *text = cJSON_GetStringValue(value);
    if (value && !text)
        nh_fail(first_fault(message), NH_PROTOCOL, NULL, "The field \"%s\" is not a string.", name);
    if (!text || strlen(text) <= most)
        return text ? text : "";
    nh_fail(first_fault(message), NH_TOO_LARGE, NULL,
            "The field \"%s\" is over its limit of %zu bytes.", name, most);
    return "";
}

/* Read a text that must have this form; `what` names the form. */
static const char *read_form(struct nh_message *message, const char *name, size_t most,
                             bool (*fits)(const char *text), const char *what)
{
    const char *text = read_text(message, name, most);
    if (message->wrong.status || fits(text))
        return text;
    nh_fail(&message->wrong, NH_PROTOCOL,
            NULL, /* TRANSLATORS: a field of a message, and "an origin", "a fingerprint" … */
            "The field \"%s\" is not %s.", name, _(what));
    return "";
}

const char *nh_message_text(struct nh_message *message, const char *name)
{
    return read_text(message, name, NH_STRING_MAX);
}

const char *nh_message_ascii(struct nh_message *message, const char *name, size_t most)
{
    return read_form(message, name, most, nh_field_ascii, N_("ASCII"));
}

const char *nh_message_site(struct nh_message *message, const char *name)
{
    return read_form(message, name, NH_SITE_SIZE - 1, nh_site_is_origin, N_("an origin"));
}

const char *nh_message_address(struct nh_message *message, const char *name)
{
    return read_form(message, name, NH_PORTAL_MAX, nh_site_is_address, N_("an https: address"));
}

const char *nh_message_fingerprint(struct nh_message *message, const char *name)
{
    return read_form(message, name, NH_STRING_MAX, nh_field_fingerprint, N_("a fingerprint"));
}

const char *nh_message_id(struct nh_message *message, const char *name)
{
    return read_form(message, name, NH_STRING_MAX, nh_journal_is_name,
                     N_("a name that this host gave"));
}

double nh_message_integer(struct nh_message *message, const char *name)
{
    const cJSON *value = read_field(message, name);
    if (value && !cJSON_IsNumber(value))
        nh_fail(first_fault(message), NH_PROTOCOL, NULL, "The field \"%s\" is not an integer.",
                name);
    return cJSON_IsNumber(value) ? value->valuedouble : 0;
}

bool nh_message_is(struct nh_message *message, const char *name, const char *word,
                   const char *other)
{
    const char *text = read_text(message, name, NH_STRING_MAX);
    if (strcmp(text, word) == 0)
        return true;
    if (strcmp(text, other) != 0)
        nh_fail(first_fault(message), NH_PROTOCOL, NULL, "The field \"%s\" is not %s or %s.", name,
                word, other);
    return false;
}

size_t nh_message_word(struct nh_message *message, const char *name, const char *const *words)
{
    const char *text = read_text(message, name, NH_STRING_MAX);
    for (size_t i = 0; words[i]; i++)
        if (strcmp(text, words[i]) == 0)
            return i;
    nh_fail(first_fault(message), NH_PROTOCOL, NULL, "The field \"%s\" has an unknown word.", name);
    return 0;
}

void nh_message_base64(struct nh_message *message, const char *name, size_t least, size_t most,
                       struct nh_buf *out)
{
    const char *text = read_text(message, name, most);
    struct nh_error why = {0};
    if (strlen(text) < least)
        nh_fail(first_fault(message), NH_PROTOCOL, NULL, "The field \"%s\" is too short.", name);
    else if (nh_base64_decode_strictly(text, out, &why) == NH_SYSTEM)
        nh_fail(first_fault(message), NH_SYSTEM, why.cause, "%s", why.message);
    else if (why.status)
        nh_fail(first_fault(message), NH_PROTOCOL, NULL, "The field \"%s\" is not base64.", name);
}

/* All fields read are present, so a further one is unknown or a duplicate. */
static bool has_twice(const cJSON *object)
{
    const cJSON *field;
    cJSON_ArrayForEach(field, object) if (cJSON_GetObjectItemCaseSensitive(object, field->string) !=
                                          field) return true;
    return false;
}

enum nh_status nh_message_end(struct nh_message *message, struct nh_error *err)
{
    struct nh_error *wrong = &message->wrong;
    size_t count = (size_t)cJSON_GetArraySize(message->object);
    if (!wrong->status && count != message->fields + 1) {
        if (has_twice(message->object))
            nh_fail(wrong, NH_PROTOCOL, NULL, "The message \"%s\" has a field twice.",
                    message->type);
        else
            nh_fail(wrong, NH_PROTOCOL, NULL, "The message \"%s\" has an unknown field.",
                    message->type);
    }
    message->fields = 0;
    if (wrong->status && err)
        *err = *wrong;
    return wrong->status;
}
