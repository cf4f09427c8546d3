/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/copies.h"

#include "base/buf.h"
#include "base/files.h"
#include "base/hex.h"
#include "base/json.h"
#include "base/utf8.h"
#include "journal/note.h"
#include "nss/hash.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MOST ((size_t)2 << 20) /* bytes: NH_COPIES_MOST copies with the longest paths */

static void reset_copy(struct nh_copy *copy)
{
    free(copy->kind);
    free(copy->place);
    *copy = (struct nh_copy){0};
}

void nh_copies_reset(struct nh_copies *copies)
{
    for (size_t i = 0; i < copies->count; i++)
        reset_copy(&copies->items[i]);
    free(copies->items);
    *copies = (struct nh_copies){0};
}

static bool is_hash(const char *text)
{
    return !*text || nh_hex_is(text, 64);
}

static bool read_copy(const cJSON *object, struct nh_copy *out)
{
    const char *kind = nh_json_text(object, "kind"), *place = nh_json_text(object, "place");
    const char *hash = nh_json_text(object, "hash"), *time = nh_json_text(object, "time");
    if (!kind || !*kind || !place || *place != '/' || !hash || !is_hash(hash) || !time ||
        !nh_json_read_time(time, &out->time))
        return false;
    snprintf(out->hash, sizeof out->hash, "%s", hash);
    out->kind = strdup(kind);
    out->place = strdup(place);
    return out->kind && out->place;
}

/* Parse the list. Damaged entries are left out; a damaged text gives an empty list. */
static enum nh_status parse(const char *text, struct nh_copies *out, struct nh_error *err)
{
    cJSON *document = cJSON_Parse(text);
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(document, "copies"), *item;
    size_t count = (size_t)cJSON_GetArraySize(list);
    out->items = calloc(count + 1, sizeof *out->items);
    enum nh_status status = out->items ? NH_OK : nh_fail_memory(err);
    cJSON_ArrayForEach(item, list)
    {
        if (status || out->count == NH_COPIES_MOST)
            break;
        if (read_copy(item, &out->items[out->count]))
            out->count++;
        else
            reset_copy(&out->items[out->count]);
    }
    cJSON_Delete(document);
    return status;
}

enum nh_status nh_copies_list(struct nh_journal *journal, const char *fingerprint,
                              struct nh_copies *out, struct nh_error *err)
{
    struct nh_buf text = {.limit = FILE_MOST};
    struct nh_copies copies = {0};
    enum nh_status status = nh_note_read(journal, NH_SECTION_COPIES, fingerprint, &text, err);
    if (status == NH_NO_INPUT || status == NH_TOO_LARGE) {
        nh_buf_reset(&text);
        status = NH_OK;
    }
    if (!status && !nh_buf_terminate(&text))
        status = nh_fail_memory(err);
    if (!status)
        status = parse((const char *)text.data, &copies, err);
    if (status)
        nh_copies_reset(&copies);
    else
        *out = copies;
    nh_buf_reset(&text);
    return status;
}

static bool write_copy(cJSON *list, const struct nh_copy *copy)
{
    cJSON *object = cJSON_CreateObject();
    if (object && cJSON_AddStringToObject(object, "kind", copy->kind) &&
        cJSON_AddStringToObject(object, "place", copy->place) &&
        cJSON_AddStringToObject(object, "hash", copy->hash) &&
        nh_json_add_time(object, "time", copy->time) && cJSON_AddItemToArray(list, object))
        return true;
    cJSON_Delete(object);
    return false;
}

/* The newest copies of the list, and `last`. */
static char *print(const struct nh_copies *copies, const struct nh_copy *last)
{
    cJSON *document = cJSON_CreateObject();
    cJSON *list = document ? cJSON_AddArrayToObject(document, "copies") : NULL;
    bool good = list != NULL;
    size_t first = copies->count < NH_COPIES_MOST ? 0 : copies->count - (NH_COPIES_MOST - 1);
    for (size_t i = first; good && i < copies->count; i++)
        good = write_copy(list, &copies->items[i]);
    char *text = good && write_copy(list, last) ? cJSON_Print(document) : NULL;
    cJSON_Delete(document);
    return text;
}

static enum nh_status write_all(struct nh_journal *journal, const char *fingerprint,
                                const struct nh_copies *copies, const struct nh_copy *last,
                                struct nh_error *err)
{
    char *text = print(copies, last);
    enum nh_status status =
        text ? nh_note_write(journal, NH_SECTION_COPIES, fingerprint, text, strlen(text), err)
             : nh_fail_memory(err);
    cJSON_free(text);
    return status;
}

enum nh_status nh_copies_add(struct nh_journal *journal, const char *fingerprint, const char *kind,
                             const char *place, const struct nh_buf *bytes, struct nh_error *err)
{
    struct nh_copies copies = {0};
    struct nh_copy last = {.kind = (char *)kind, .place = (char *)place, .time = time(NULL)};
    if (*place != '/' || !nh_utf8_valid(place, strlen(place)))
        return nh_fail(err, NH_BAD_DATA, NULL, "The name of the copy can't be recorded.");
    if (bytes && !nh_hash_hex(bytes->data, bytes->length, last.hash))
        return nh_fail(err, NH_NSS, NULL,
                       "The copy can't be recorded, because NSS can't compute a hash.");
    enum nh_status status = nh_copies_list(journal, fingerprint, &copies, err);
    if (!status)
        status = write_all(journal, fingerprint, &copies, &last, err);
    nh_copies_reset(&copies);
    return status;
}

bool nh_copy_is_profile(const struct nh_copy *copy)
{
    return strcmp(copy->kind, NH_COPY_PROFILE) == 0;
}

bool nh_copy_is_backup(const struct nh_copy *copy)
{
    return strcmp(copy->kind, "backup") == 0;
}

bool nh_copy_read(const struct nh_copy *copy, struct nh_buf *out)
{
    char hash[65];
    if (*copy->hash && !nh_file_read(copy->place, out, NULL) &&
        nh_hash_hex(out->data, out->length, hash) && strcmp(hash, copy->hash) == 0)
        return true;
    nh_buf_reset(out);
    return false;
}

bool nh_copy_is_there(const struct nh_copy *copy)
{
    struct nh_buf file = {0};
    bool there = nh_copy_read(copy, &file);
    nh_buf_reset(&file);
    return there;
}
