/* SPDX-License-Identifier: MPL-2.0 */
#include "copy.h"

#include "base/json.h"
#include "base/language.h"
#include "browser/hint.h"
#include "browser/listed.h"
#include "browser/profile.h"
#include "formats/incoming.h"
#include "journal/copies.h"
#include "lifecycle/carry.h"
#include "nss/store.h"
#include "nss/unlock.h"
#include "reply.h"

#include <cjson/cJSON.h>
#include <string.h>
#include <sys/stat.h>

#define PLACES_MAX ((size_t)64)

static bool is_same(const char *one, const char *other)
{
    struct stat a, b;
    return stat(one, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

/* Whether it is another profile, with databases that can be written. */
static bool is_place(const struct nh_port *port, const struct nh_profile *profile)
{
    return strlen(profile->path) <= NH_STRING_MAX && !is_same(profile->path, port->profile->path) &&
           !nh_store_check(profile->path, NH_STORE_WRITE, NULL);
}

static const char *family_word(enum nh_family family)
{
    switch (family) {
    case NH_THUNDERBIRD: return "thunderbird";
    case NH_CHROMIUM: return "chromium";
    default: return "firefox";
    }
}

static bool fill_place(const struct nh_profile *profile, cJSON *to)
{
    return to && nh_reply_text(to, "path", profile->path) &&
           nh_reply_text(to, "name", profile->name) &&
           nh_reply_text(to, "product", profile->product) &&
           nh_reply_text(to, "family", family_word(profile->family)) &&
           cJSON_AddBoolToObject(to, "running", profile->pid > 0);
}

static cJSON *places_reply(const struct nh_port *port, const struct nh_profiles *profiles)
{
    cJSON *reply = nh_reply_new("places");
    cJSON *list = cJSON_AddArrayToObject(reply, "places");
    bool enough = list != NULL;
    for (size_t i = 0; enough && i < profiles->count; i++)
        if (is_place(port, &profiles->items[i]) && (size_t)cJSON_GetArraySize(list) < PLACES_MAX)
            enough = fill_place(&profiles->items[i], nh_reply_push(list));
    return nh_reply_whole(reply, enough);
}

enum nh_status nh_on_places(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    struct nh_profiles profiles = {NULL, 0};
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = nh_profiles_find(&profiles, err);
    if (!status)
        nh_port_say(port, places_reply(port, &profiles));
    nh_profiles_reset(&profiles);
    return status;
}

/* The path in the message must be one of the listed profiles. */
static enum nh_status find_place(const struct nh_port *port, const struct nh_profiles *profiles,
                                 const char *path, const struct nh_profile **out,
                                 struct nh_error *err)
{
    for (size_t i = 0; i < profiles->count; i++) {
        const struct nh_profile *profile = &profiles->items[i];
        if (strcmp(profile->path, path) == 0 && is_place(port, profile)) {
            *out = profile;
            return NH_OK;
        }
    }
    return nh_fail(err, NH_NO_PROFILE, NULL, "No other profile of yours is in this folder.");
}

static enum nh_status put(struct nh_port *port, const struct nh_profile *to,
                          const struct nh_carried *carried, struct nh_incoming *out,
                          struct nh_error *err)
{
    enum nh_status status = nh_carry_into(to->path, carried, out, err);
    if (status != NH_PRIMARY_PASSWORD)
        return status;
    status = nh_port_begin_asking(port, "profile", err);
    if (!status)
        status = nh_unlock_ask(to->path, to->name, to->product, err);
    return status ? status : nh_carry_into(to->path, carried, out, err);
}

static cJSON *copied(const struct nh_profile *to, const struct nh_incoming *incoming)
{
    cJSON *reply = nh_reply_new("copied");
    cJSON *list = cJSON_AddArrayToObject(reply, "steps");
    bool enough = list && cJSON_AddBoolToObject(reply, "known", incoming->known);
    for (const char *const *step = nh_hint(to, incoming->identity->mail); enough && *step; step++)
        enough = nh_json_push(list, cJSON_CreateString(_(*step)));
    return nh_reply_whole(reply, enough);
}

/* Sends its own replies, because a missing primary password is that of the other profile. */
static void copy_to(struct nh_port *port, const char *fingerprint, const struct nh_profile *to,
                    const struct nh_carried *carried)
{
    struct nh_error err = {NH_OK};
    struct nh_incoming incoming = {.identity = NULL};
    enum nh_status status = put(port, to, carried, &incoming, &err);
    /* The copy is made, so a failure here only loses the note. */
    if (!status && !incoming.known)
        nh_copies_add(port->journal, fingerprint, NH_COPY_PROFILE, to->path, NULL, NULL);
    nh_port_say(port, status ? nh_reply_error(&err) : copied(to, &incoming));
    nh_incoming_reset(&incoming);
}

enum nh_status nh_on_copy(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    struct nh_profiles profiles = {NULL, 0};
    struct nh_carried carried = {.bytes = {.data = NULL}};
    const struct nh_profile *to = NULL;
    const char *fingerprint = nh_message_fingerprint(message, "fingerprint");
    const char *path = nh_message_text(message, "to");
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = nh_profiles_find(&profiles, err);
    if (!status)
        status = find_place(port, &profiles, path, &to, err);
    if (!status)
        status = nh_carry_from(port->profile->path, fingerprint, &carried, err);
    if (!status)
        copy_to(port, fingerprint, to, &carried);
    nh_carried_reset(&carried);
    nh_profiles_reset(&profiles);
    return status;
}
