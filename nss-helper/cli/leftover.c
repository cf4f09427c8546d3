/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/leftover.h"

#include "base/json.h"
#include "certificate/standing.h"
#include "cli/output.h"
#include "journal/archive.h"
#include "lifecycle/report.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

/* Hex digits of a key's id that are shown, and that are needed at least. */
#define SHOWN 16
#define LEAST 8

enum nh_status cli_leftovers_read(struct cli_leftovers *left, struct nh_error *err)
{
    enum nh_status status = nh_jobs_list(left->journal, &left->all, err);
    return status ? status : nh_unfinished_list(left->journal, &left->unfinished, err);
}

void cli_leftovers_reset(struct cli_leftovers *left)
{
    nh_jobs_reset(&left->all);
    nh_unfinished_reset(&left->unfinished);
    nh_orphans_reset(&left->keys);
}

/* The newest job of a key, or NULL. */
static const struct nh_job *job_of(const struct cli_leftovers *left, const char *key_id)
{
    for (size_t i = left->all.count; i-- > 0;)
        if (strcmp(left->all.items[i].key_id, key_id) == 0)
            return &left->all.items[i];
    return NULL;
}

/* An open job is shown itself, or is at work. */
static bool is_left(const struct cli_leftovers *left, const struct nh_orphan *key)
{
    const struct nh_job *job = job_of(left, key->key_id);
    return !job || !nh_job_is_open(job);
}

enum nh_status cli_leftovers_read_keys(struct cli_leftovers *left, struct nh_store *store,
                                       struct nh_error *err)
{
    size_t count = 0;
    enum nh_status status = nh_orphans_list(store, &left->keys, err);
    for (size_t i = 0; !status && i < left->keys.count; i++)
        if (is_left(left, &left->keys.items[i]))
            left->keys.items[count++] = left->keys.items[i];
    left->keys.count = count;
    return status;
}

size_t cli_leftovers_count(const struct cli_leftovers *left)
{
    return left->unfinished.job_count + left->unfinished.response_count + left->keys.count;
}

static void show_head(const char *id, const char *site, time_t since)
{
    char date[CLI_DATE_SIZE];
    long days = nh_days_between(since, time(NULL));
    cli_tone(stdout, CLI_STRONG);
    cli_print(stdout, "%s", id);
    cli_tone(stdout, CLI_PLAIN);
    if (*site)
        cli_print(stdout, "  %s", site);
    if (since > 0 && days < 1)
        cli_print(stdout, "  %s (today)", cli_date(since, date));
    else if (since > 0)
        cli_print(stdout, "  %s (%ld day%s)", cli_date(since, date), days, days == 1 ? "" : "s");
}

static void show_lines(const char *text)
{
    while (text && *text) {
        int length = (int)strcspn(text, "\n");
        cli_print(stdout, "  %.*s\n", length, text);
        text += length + (text[length] == '\n');
    }
}

static void show_job(const struct nh_job *job, enum nh_repeats repeats)
{
    show_head(job->id, job->site, job->changed);
    cli_print(stdout, "  %s\n", nh_key_kind_word(job->kind));
    show_lines(nh_job_told(job, repeats != NH_REPEATS_NO));
    if (repeats == NH_REPEATS_PERSON)
        show_lines("The server wants your password then, and you are asked for it.");
    if (repeats != NH_REPEATS_NO)
        show_lines("To give it up:");
    cli_print(stdout, "  nss-helper jobs forget %s\n", job->id);
}

static void show_response(const struct nh_waiting *response)
{
    show_head(response->response, response->site, nh_journal_time(response->response));
    puts("\n  An answer of a CA waits to be installed. If it is yours, install it or save it as a\n"
         "  file, else throw it away.");
    cli_print(stdout, "  nss-helper jobs resume %s\n", response->response);
    cli_print(stdout, "  nss-helper jobs save %s\n", response->response);
    cli_print(stdout, "  nss-helper jobs forget %s\n", response->response);
}

static void show_key(const struct cli_leftovers *left, const struct nh_orphan *key)
{
    const struct nh_job *job = job_of(left, key->key_id);
    char *file = NULL, id[SHOWN + 1];
    memcpy(id, key->key_id, SHOWN);
    id[SHOWN] = '\0';
    show_head(id, job ? job->site : "", job ? nh_journal_time(job->id) : 0);
    cli_print(stdout, "  %s\n", key->kind);
    if (job && *job->fingerprint)
        file = nh_archive_find(left->journal, job->fingerprint);
    if (file)
        cli_print(stdout,
                  "  The certificate of this key is not in the profile any more. To put it "
                  "back:\n  nss-helper import '%s'\n",
                  file);
    else
        puts("  A key without a certificate. If no CA's answer is awaited for it, it may go.");
    cli_print(stdout, "  nss-helper jobs forget %s\n", id);
    free(file);
}

void cli_leftovers_show(const struct cli_leftovers *left)
{
    for (size_t i = 0; i < left->unfinished.response_count; i++)
        show_response(&left->unfinished.responses[i]);
    for (size_t i = 0; i < left->unfinished.job_count; i++)
        show_job(&left->unfinished.jobs[i], left->unfinished.repeats[i]);
    for (size_t i = 0; i < left->keys.count; i++)
        show_key(left, &left->keys.items[i]);
}

/* A new object at the end of a list; NULL without memory. */
static cJSON *add_object(cJSON *list)
{
    cJSON *object = cJSON_CreateObject();
    if (object && cJSON_AddItemToArray(list, object))
        return object;
    cJSON_Delete(object);
    return NULL;
}

static bool add_job(const struct nh_job *job, enum nh_repeats repeats, cJSON *to)
{
    return to && cJSON_AddStringToObject(to, "id", job->id) &&
           cJSON_AddStringToObject(to, "state", nh_job_word(job->state)) &&
           cJSON_AddStringToObject(to, "site", job->site) &&
           cJSON_AddStringToObject(to, "target", job->target) &&
           cJSON_AddStringToObject(to, "key", nh_key_kind_word(job->kind)) &&
           cJSON_AddStringToObject(to, "keyId", job->key_id) &&
           nh_json_add_time(to, "begun", nh_journal_time(job->id)) &&
           nh_json_add_time(to, "changed", job->changed) &&
           cJSON_AddStringToObject(to, "repeats", nh_repeats_word(repeats));
}

static bool add_response(const struct nh_waiting *response, cJSON *to)
{
    return to && cJSON_AddStringToObject(to, "id", response->response) &&
           cJSON_AddStringToObject(to, "site", response->site) &&
           nh_json_add_time(to, "received", nh_journal_time(response->response)) &&
           cJSON_AddStringToObject(to, "job", response->job);
}

static bool add_key(const struct nh_orphan *key, const struct nh_job *job, cJSON *to)
{
    return to && cJSON_AddStringToObject(to, "id", key->key_id) &&
           cJSON_AddStringToObject(to, "key", key->kind) &&
           cJSON_AddStringToObject(to, "job", job ? job->id : "") &&
           cJSON_AddStringToObject(to, "site", job ? job->site : "") &&
           (!job || nh_json_add_time(to, "begun", nh_journal_time(job->id)));
}

enum nh_status cli_leftovers_json(const struct cli_leftovers *left, cJSON *document,
                                  struct nh_error *err)
{
    const struct nh_unfinished *it = &left->unfinished;
    cJSON *jobs = cJSON_AddArrayToObject(document, "jobs");
    cJSON *responses = cJSON_AddArrayToObject(document, "answers");
    cJSON *keys = cJSON_AddArrayToObject(document, "keys");
    bool enough = jobs && responses && keys;
    for (size_t i = 0; enough && i < it->job_count; i++)
        enough = add_job(&it->jobs[i], it->repeats[i], add_object(jobs));
    for (size_t i = 0; enough && i < it->response_count; i++)
        enough = add_response(&it->responses[i], add_object(responses));
    for (size_t i = 0; enough && i < left->keys.count; i++)
        enough = add_key(&left->keys.items[i], job_of(left, left->keys.items[i].key_id),
                         add_object(keys));
    return enough ? NH_OK : nh_fail_memory(err);
}

enum nh_status cli_leftover_key_remove(struct nh_store *store, const char *id, struct nh_error *err)
{
    struct nh_orphans keys = {NULL, 0};
    const struct nh_orphan *found = NULL;
    size_t length = strlen(id), fits = 0;
    enum nh_status status = nh_orphans_list(store, &keys, err);
    for (size_t i = 0; i < keys.count && length >= LEAST; i++)
        if (strncmp(keys.items[i].key_id, id, length) == 0) {
            found = &keys.items[i];
            fits++;
        }
    if (!status && fits != 1)
        status = nh_fail(err, NH_NO_JOB, NULL,
                         "No job, answer or key without a certificate is called \"%.80s\".", id);
    if (!status)
        status = nh_orphan_remove(store, found->key_id, err);
    nh_orphans_reset(&keys);
    return status;
}
