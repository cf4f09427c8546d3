/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/job.h"

#include "base/buf.h"
#include "base/files.h"
#include "base/json.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const state_words[] = {
    [NH_JOB_INTENT] = "intent",       [NH_JOB_KEY] = "key",
    [NH_JOB_SENT] = "sent",           [NH_JOB_RECEIVED] = "received",
    [NH_JOB_INSTALLED] = "installed", [NH_JOB_VERIFIED] = "verified",
    [NH_JOB_FAILED] = "failed",       [NH_JOB_FORGOTTEN] = "forgotten",
};
#define STATES (sizeof state_words / sizeof *state_words)

const char *nh_job_word(enum nh_job_state state)
{
    return state_words[state];
}

bool nh_job_is_open(const struct nh_job *job)
{
    return job->state >= NH_JOB_KEY && job->state <= NH_JOB_INSTALLED;
}

static bool write_fields(cJSON *object, const struct nh_job *job)
{
    return cJSON_AddStringToObject(object, "state", state_words[job->state]) &&
           cJSON_AddStringToObject(object, "site", job->site) &&
           cJSON_AddStringToObject(object, "target", job->target) &&
           cJSON_AddStringToObject(object, "key", nh_key_kind_word(job->kind)) &&
           cJSON_AddStringToObject(object, "keyHash", job->key_hash) &&
           cJSON_AddStringToObject(object, "keyId", job->key_id) &&
           cJSON_AddStringToObject(object, "fingerprint", job->fingerprint) &&
           cJSON_AddStringToObject(object, "answer", job->response) &&
           nh_json_add_time(object, "changed", job->changed) &&
           cJSON_AddNumberToObject(object, "cause", job->cause);
}

enum nh_status nh_job_enter(struct nh_journal *journal, struct nh_job *job, enum nh_job_state state,
                            struct nh_error *err)
{
    struct nh_job next = *job;
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
    const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return value && (size_t)snprintf(out, size, "%s", value) < size;
}

static bool read_fields(const cJSON *object, struct nh_job *out)
{
    char state[16], kind[16], changed[32];
    struct tm utc = {0};
    const cJSON *cause = cJSON_GetObjectItemCaseSensitive(object, "cause");
    if (!copy_string(object, "state", state, sizeof state) ||
        !copy_string(object, "key", kind, sizeof kind) ||
        !copy_string(object, "changed", changed, sizeof changed) ||
        !copy_string(object, "site", out->site, sizeof out->site) ||
        !copy_string(object, "target", out->target, sizeof out->target) ||
        !copy_string(object, "keyHash", out->key_hash, sizeof out->key_hash) ||
        !copy_string(object, "keyId", out->key_id, sizeof out->key_id) ||
        !copy_string(object, "fingerprint", out->fingerprint, sizeof out->fingerprint) ||
        !copy_string(object, "answer", out->response, sizeof out->response) ||
        nh_key_kind_parse(kind, &out->kind, NULL) || !strptime(changed, NH_JSON_TIME, &utc) ||
        !cJSON_IsNumber(cause))
        return false;
    out->changed = timegm(&utc);
    out->cause = (enum nh_status)cause->valueint;
    for (size_t i = 0; i < STATES; i++) {
        if (strcmp(state, state_words[i]) == 0) {
            out->state = (enum nh_job_state)i;
            return true;
        }
    }
    return false;
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
    struct nh_buf text = {.limit = 16384};
    struct nh_job job = {0};
    if (!nh_journal_is_name(id))
        return nh_fail(err, NH_NO_JOB, NULL, "There is no such issuance.");
    snprintf(job.id, sizeof job.id, "%s", id);
    enum nh_status status = nh_journal_read(journal, NH_SECTION_JOBS, id, &text, err);
    if (status == NH_NO_INPUT)
        status = nh_fail(err, NH_NO_JOB, NULL, "There is no issuance %s.", id);
    if (!status && (!nh_buf_add(&text, "", 1) || !parse((char *)text.data, &job)))
        status = nh_fail(err, NH_BAD_DATA, NULL, "The record of the issuance %s is damaged.", id);
    if (!status)
        *out = job;
    nh_buf_reset(&text);
    return status;
}

void nh_jobs_reset(struct nh_jobs *jobs)
{
    free(jobs->items);
    *jobs = (struct nh_jobs){0};
}

/* The job of a file "ID.json"; other names are none. */
static bool load_named(struct nh_journal *journal, const char *name, struct nh_job *out)
{
    char id[NH_JOB_ID_SIZE];
    snprintf(id, sizeof id, "%.*s", NH_JOB_ID_SIZE - 1, name);
    return strcmp(name + strlen(id), nh_section(NH_SECTION_JOBS)->ending) == 0 &&
           !nh_job_load(journal, id, out, NULL);
}

enum nh_status nh_jobs_list(struct nh_journal *journal, struct nh_jobs *out, struct nh_error *err)
{
    struct nh_names names = {0};
    char *folder = nh_journal_section(journal, NH_SECTION_JOBS);
    enum nh_status status = folder ? nh_folder_list(folder, &names, err) : nh_fail_memory(err);
    struct nh_jobs jobs = {.items = calloc(names.count + 1, sizeof *jobs.items)};
    if (!status && !jobs.items)
        status = nh_fail_memory(err);
    for (size_t i = 0; !status && i < names.count; i++)
        jobs.count += load_named(journal, names.items[i], &jobs.items[jobs.count]);
    nh_names_reset(&names);
    free(folder);
    if (status)
        nh_jobs_reset(&jobs);
    else
        *out = jobs;
    return status;
}
