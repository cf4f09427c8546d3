/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/job.h"

#include "base/buf.h"
#include "base/json.h"
#include "base/language.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RECORD_MOST 16384 /* bytes of a file */

static const struct nh_job_row *row_of(const struct nh_job *job)
{
    return nh_job_row(job->state);
}

const char *nh_job_word(enum nh_job_state state)
{
    return nh_job_row(state)->word;
}

/* A job without a state is new. */
bool nh_job_may_enter(const struct nh_job *job, enum nh_job_state state)
{
    return job->changed ? row_of(job)->next >> state & 1 : state == NH_JOB_INTENT;
}

bool nh_job_is_open(const struct nh_job *job)
{
    return row_of(job)->open;
}

bool nh_job_awaits(const struct nh_job *job, const char *site)
{
    return nh_job_is_open(job) && (strcmp(job->site, site) == 0 || strcmp(job->target, site) == 0);
}

bool nh_job_is_unsent(const struct nh_job *job)
{
    return row_of(job)->unsent;
}

bool nh_job_has_response(const struct nh_job *job)
{
    return row_of(job)->response;
}

bool nh_job_has_certificate(const struct nh_job *job)
{
    return row_of(job)->certificate;
}

bool nh_job_has_ended(const struct nh_job *job)
{
    return row_of(job)->next == 0;
}

bool nh_job_is_done(const struct nh_job *job)
{
    return nh_job_has_ended(job) && nh_job_has_certificate(job);
}

bool nh_job_is_at_work(const struct nh_job *job)
{
    int seconds = row_of(job)->work_seconds;
    return seconds && time(NULL) - job->changed <= seconds;
}

bool nh_job_wants_room(const struct nh_job *job)
{
    int days = row_of(job)->room_days;
    return days && *job->site && time(NULL) - job->changed < days * 86400L;
}

enum nh_replay nh_job_replay(const struct nh_job *job)
{
    return nh_job_is_at_work(job) ? NH_REPLAY_LEAVE : row_of(job)->replay;
}

static enum nh_way way_of(const struct nh_job *job, bool enrolled)
{
    return enrolled ? NH_WAY_EST : *job->site ? NH_WAY_FORM : NH_WAY_COMMAND;
}

enum nh_party nh_job_next(const struct nh_job *job, bool enrolled)
{
    return row_of(job)->by[way_of(job, enrolled)].next;
}

const char *nh_job_told(const struct nh_job *job, bool enrolled)
{
    const char *told = row_of(job)->by[way_of(job, enrolled)].told;
    return told ? _(told) : NULL;
}

static bool write_fields(cJSON *object, const struct nh_job *job)
{
    return cJSON_AddStringToObject(object, "state", nh_job_word(job->state)) &&
           cJSON_AddStringToObject(object, "site", job->site) &&
           cJSON_AddStringToObject(object, "target", job->target) &&
           cJSON_AddStringToObject(object, "key", nh_key_kind_word(job->kind)) &&
           cJSON_AddStringToObject(object, "keyHash", job->key_hash) &&
           cJSON_AddStringToObject(object, "keyId", job->key_id) &&
           cJSON_AddStringToObject(object, "fingerprint", job->fingerprint) &&
           cJSON_AddStringToObject(object, "response", job->response) &&
           nh_json_add_time(object, "changed", job->changed) &&
           cJSON_AddNumberToObject(object, "cause", job->cause);
}

enum nh_status nh_job_enter(struct nh_journal *journal, struct nh_job *job, enum nh_job_state state,
                            struct nh_error *err)
{
    struct nh_job next = *job;
    if (!nh_job_may_enter(job, state))
        return nh_fail(err, NH_INTERNAL, NULL, "The request %s can't change from \"%s\" to \"%s\".",
                       job->id, job->changed ? nh_job_word(job->state) : "", nh_job_word(state));
    next.state = state;
    next.changed = time(NULL);
    cJSON *object = cJSON_CreateObject();
    char *text = object && write_fields(object, &next) ? cJSON_Print(object) : NULL;
    cJSON_Delete(object);
    if (!text)
        return nh_fail_memory(err);
    enum nh_status status =
        nh_journal_write(journal, NH_SECTION_JOBS, job->id, text, strlen(text), err);
    cJSON_free(text);
    if (!status)
        *job = next;
    return status;
}

static bool copy_string(const cJSON *object, const char *name, char *out, size_t size)
{
    const char *value = nh_json_text(object, name);
    return value && (size_t)snprintf(out, size, "%s", value) < size;
}

/* Version 0.1.0 named the field "answer". */
static bool copy_response(const cJSON *object, char *out, size_t size)
{
    return copy_string(object, "response", out, size) || copy_string(object, "answer", out, size);
}

static bool read_state(const char *word, enum nh_job_state *out)
{
    for (enum nh_job_state state = 0; state < NH_JOB_STATES; state++) {
        if (strcmp(word, nh_job_word(state)) == 0) {
            *out = state;
            return true;
        }
    }
    return false;
}

static bool read_fields(const cJSON *object, struct nh_job *out)
{
    char state[16], kind[16], changed[32];
    const cJSON *cause = cJSON_GetObjectItemCaseSensitive(object, "cause");
    if (!copy_string(object, "state", state, sizeof state) ||
        !copy_string(object, "key", kind, sizeof kind) ||
        !copy_string(object, "changed", changed, sizeof changed) ||
        !copy_string(object, "site", out->site, sizeof out->site) ||
        !copy_string(object, "target", out->target, sizeof out->target) ||
        !copy_string(object, "keyHash", out->key_hash, sizeof out->key_hash) ||
        !copy_string(object, "keyId", out->key_id, sizeof out->key_id) ||
        !copy_string(object, "fingerprint", out->fingerprint, sizeof out->fingerprint) ||
        !copy_response(object, out->response, sizeof out->response) ||
        nh_key_kind_parse(kind, &out->kind, NULL) || !nh_json_read_time(changed, &out->changed) ||
        !cJSON_IsNumber(cause))
        return false;
    out->cause = (enum nh_status)cause->valueint;
    return read_state(state, &out->state);
}

static bool parse(const char *text, struct nh_job *out)
{
    cJSON *object = cJSON_Parse(text);
    bool good = object && read_fields(object, out);
    cJSON_Delete(object);
    return good;
}

enum nh_status nh_job_load(struct nh_journal *journal, const char *id, struct nh_job *out,
                           struct nh_error *err)
{
    struct nh_buf text = {.limit = RECORD_MOST};
    struct nh_job job = {0};
    if (!nh_journal_is_name(id))
        return nh_fail(err, NH_NO_JOB, NULL, "There is no such request.");
    snprintf(job.id, sizeof job.id, "%s", id);
    enum nh_status status = nh_journal_read(journal, NH_SECTION_JOBS, id, &text, err);
    if (status == NH_NO_INPUT) /* in this order, a job that is folded meanwhile is found */
        status = nh_journal_read(journal, NH_SECTION_ENDED, id, &text, err);
    if (status == NH_NO_INPUT)
        status = nh_fail(err, NH_NO_JOB, NULL, "There is no request %s.", id);
    if (!status && (!nh_buf_terminate(&text) || !parse((char *)text.data, &job)))
        status = nh_fail(err, NH_BAD_DATA, NULL, "The record of the request %s is damaged.", id);
    if (!status)
        *out = job;
    nh_buf_reset(&text);
    return status;
}
