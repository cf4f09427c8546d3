/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/job.h"

#include "base/buf.h"
#include "base/files.h"
#include "base/json.h"

#include <cjson/cJSON.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

struct nh_journal {
    char *folder; /* of the profile */
    char *jobs;   /* "folder/jobs" */
};

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

/* A profile's folder name and a hash of its path (FNV-1a, draft-eastlake-fnv):
   readable, and different for two profiles of the same name. */
static char *folder_of(const char *root, const char *profile)
{
    uint64_t hash = 0xcbf29ce484222325;
    for (const char *p = profile; *p; p++)
        hash = (hash ^ (unsigned char)*p) * 0x100000001b3;
    const char *slash = strrchr(profile, '/');
    char *folder = NULL;
    return asprintf(&folder, "%s/%.60s-%016llx", root, slash ? slash + 1 : profile,
                    (unsigned long long)hash) < 0
               ? NULL
               : folder;
}

char *nh_journal_root(void)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (state && *state == '/')
        return nh_path_join(state, "nss-helper");
    return home && *home == '/' ? nh_path_join(home, ".local/state/nss-helper") : NULL;
}

bool nh_journal_is_there(const char *profile_path)
{
    char *root = nh_journal_root(), *folder = root ? folder_of(root, profile_path) : NULL;
    bool there = folder && access(folder, F_OK) == 0;
    free(folder);
    free(root);
    return there;
}

enum nh_status nh_journal_open(const char *profile_path, struct nh_journal **out,
                               struct nh_error *err)
{
    struct nh_journal *journal = calloc(1, sizeof *journal);
    char *root = nh_journal_root();
    enum nh_status status;
    if (!root) {
        status = nh_fail(err, NH_CONFIG, NULL, "HOME names no folder.");
        goto out;
    }
    if (journal)
        journal->folder = folder_of(root, profile_path);
    if (journal && journal->folder)
        journal->jobs = nh_path_join(journal->folder, "jobs");
    if (!journal || !journal->jobs)
        status = nh_fail_memory(err);
    else
        status = nh_folder_make(journal->folder, err);
    if (!status)
        status = nh_folder_make(journal->jobs, err);
out:
    free(root);
    if (status)
        nh_journal_close(&journal);
    else
        *out = journal;
    return status;
}

void nh_journal_close(struct nh_journal **journal)
{
    if (!*journal)
        return;
    free((*journal)->folder);
    free((*journal)->jobs);
    free(*journal);
    *journal = NULL;
}

const char *nh_journal_folder(const struct nh_journal *journal)
{
    return journal->folder;
}

enum nh_status nh_journal_name(char id[NH_JOB_ID_SIZE], struct nh_error *err)
{
    unsigned char random[6];
    struct tm utc;
    time_t now = time(NULL);
    if (getrandom(random, sizeof random, 0) != sizeof random || !gmtime_r(&now, &utc))
        return nh_fail(err, NH_SYSTEM, NULL, "The system gives no random bytes.");
    size_t n = strftime(id, NH_JOB_ID_SIZE, "%Y%m%dT%H%M%S-", &utc);
    for (size_t i = 0; i < sizeof random; i++)
        n += (size_t)snprintf(id + n, NH_JOB_ID_SIZE - n, "%02x", random[i]);
    return NH_OK;
}

bool nh_journal_is_name(const char *id)
{
    static const char form[NH_JOB_ID_SIZE] = "00000000T000000-xxxxxxxxxxxx";
    for (size_t i = 0; i < sizeof form; i++) {
        bool fits = form[i] == '0'   ? id[i] >= '0' && id[i] <= '9'
                    : form[i] == 'x' ? id[i] != '\0' && strchr("0123456789abcdef", id[i])
                                     : id[i] == form[i];
        if (!fits)
            return false;
    }
    return true;
}

time_t nh_journal_time(const char id[NH_JOB_ID_SIZE])
{
    struct tm utc = {0};
    return strptime(id, "%Y%m%dT%H%M%S", &utc) ? timegm(&utc) : 0;
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
    char name[NH_JOB_ID_SIZE + 8];
    next.state = state;
    next.changed = time(NULL);
    cJSON *object = cJSON_CreateObject();
    char *text = object && write_fields(object, &next) ? cJSON_Print(object) : NULL;
    cJSON_Delete(object);
    if (!text)
        return nh_fail_memory(err);
    snprintf(name, sizeof name, "%s.json", job->id);
    enum nh_status status = nh_file_write(journal->jobs, name, text, strlen(text), 0600, err);
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
    char name[NH_JOB_ID_SIZE + 8];
    if (!nh_journal_is_name(id))
        return nh_fail(err, NH_NO_JOB, NULL, "There is no such issuance.");
    snprintf(job.id, sizeof job.id, "%s", id);
    snprintf(name, sizeof name, "%s.json", id);
    char *path = nh_path_join(journal->jobs, name);
    enum nh_status status = path ? NH_OK : nh_fail_memory(err);
    if (!status)
        status = nh_file_read(path, &text, err);
    if (status == NH_NO_INPUT)
        status = nh_fail(err, NH_NO_JOB, NULL, "There is no issuance %s.", id);
    if (!status && (!nh_buf_add(&text, "", 1) || !parse((char *)text.data, &job)))
        status = nh_fail(err, NH_BAD_DATA, NULL, "The record of the issuance %s is damaged.", id);
    if (!status)
        *out = job;
    nh_buf_reset(&text);
    free(path);
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
    return strcmp(name + strlen(id), ".json") == 0 && !nh_job_load(journal, id, out, NULL);
}

enum nh_status nh_jobs_list(struct nh_journal *journal, struct nh_jobs *out, struct nh_error *err)
{
    struct nh_names names = {0};
    enum nh_status status = nh_folder_list(journal->jobs, &names, err);
    struct nh_jobs jobs = {.items = calloc(names.count + 1, sizeof *jobs.items)};
    if (!status && !jobs.items)
        status = nh_fail_memory(err);
    for (size_t i = 0; !status && i < names.count; i++)
        jobs.count += load_named(journal, names.items[i], &jobs.items[jobs.count]);
    nh_names_reset(&names);
    if (status)
        nh_jobs_reset(&jobs);
    else
        *out = jobs;
    return status;
}
