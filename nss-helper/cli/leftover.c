/* SPDX-License-Identifier: MPL-2.0 */
#include "cli/leftover.h"

#include "base/json.h"
#include "base/language.h"
#include "base/shell.h"
#include "certificate/standing.h"
#include "cli/here.h"
#include "cli/output.h"
#include "cli/wrap.h"
#include "journal/archive.h"
#include "lifecycle/report.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Hex digits of a key's ID that are shown, and the fewest that are accepted. */
#define SHOWN 16
#define LEAST 8

enum nh_status cli_leftovers_read(struct cli_leftovers *left, struct nh_error *err)
{
    return nh_unfinished_list(left->journal, &left->unfinished, err);
}

void cli_leftovers_reset(struct cli_leftovers *left)
{
    nh_jobs_reset(&left->all);
    nh_unfinished_reset(&left->unfinished);
    nh_orphans_reset(&left->keys);
}

/* The newest job with this key, or NULL. */
static const struct nh_job *job_of(const struct cli_leftovers *left, const char *key_id)
{
    for (size_t i = left->all.count; i-- > 0;)
        if (strcmp(left->all.items[i].key_id, key_id) == 0)
            return &left->all.items[i];
    return NULL;
}

/* Read folded jobs, too, as their keys may be left. */
static enum nh_status remember_all(struct cli_leftovers *left, struct nh_error *err)
{
    nh_jobs_reset(&left->all);
    return nh_jobs_list_all(left->journal, &left->all, err);
}

/* Keys of open jobs are not listed: the job is, or is in progress. */
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
    if (!status && left->journal)
        status = nh_jobs_list(left->journal, &left->all, err);
    for (size_t i = 0; !status && i < left->keys.count; i++)
        if (is_left(left, &left->keys.items[i]))
            left->keys.items[count++] = left->keys.items[i];
    left->keys.count = count;
    return status || !count || !left->journal ? status : remember_all(left, err);
}

size_t cli_leftovers_count(const struct cli_leftovers *left)
{
    return left->unfinished.job_count + left->unfinished.response_count + left->keys.count;
}

#define LEFT 2

static const char *age_of(time_t since, char text[CLI_DATE_SIZE + 40])
{
    char date[CLI_DATE_SIZE];
    long days = nh_days_between(since, time(NULL));
    cli_date(since, date);
    if (days < 1)
        snprintf(text, CLI_DATE_SIZE + 40, _("%s (today)"), date);
    else
        snprintf(text, CLI_DATE_SIZE + 40,
                 ngettext("%s (%ld day)", "%s (%ld days)", (unsigned long)days), date, days);
    return text;
}

/* The ID, which is never cut, and what else is known. */
static void show_head(const char *id, const char *site, time_t since, const char *kind)
{
    char age[CLI_DATE_SIZE + 40];
    char *text = NULL;
    size_t column = strlen(id);
    if (asprintf(&text, "%s%s%s%s%s%s", *site ? "  " : "", site, since > 0 ? "  " : "",
                 since > 0 ? age_of(since, age) : "", kind ? "  " : "", kind ? kind : "") < 0)
        text = NULL;
    cli_tone(stdout, CLI_STRONG);
    cli_print(stdout, "%s", id);
    cli_tone(stdout, CLI_PLAIN);
    cli_text_wrap(stdout, text ? text : "", LEFT, &column, cli_columns(stdout));
    putchar('\n');
    free(text);
}

/* A command is not broken into lines, so that it can be copied. */
static void show_command(const char *verb, const char *what, const char *word)
{
    char *text = NULL, *here = NULL;
    if (asprintf(&text, "nss-helper %s %s%s%s", verb, what, *what ? " " : "", word) < 0)
        text = NULL;
    here = text ? cli_here_text(text) : NULL;
    if (here)
        cli_print(stdout, "%*s%s\n", LEFT, "", here);
    free(here);
    free(text);
}

static void show_job(const struct nh_job *job, enum nh_repeats repeats)
{
    const char *told = nh_job_told(job, repeats != NH_REPEATS_NO);
    char *here = cli_here_text(told ? _(told) : "");
    show_head(job->id, job->site, job->changed, nh_key_kind_word(job->kind));
    cli_paragraph(stdout, LEFT, here ? here : "");
    free(here);
    if (repeats == NH_REPEATS_PERSON)
        cli_paragraph(stdout, LEFT, _("You will be asked for your password at the server."));
    if (repeats != NH_REPEATS_NO)
        cli_paragraph(stdout, LEFT, _("To give the request up:"));
    show_command("jobs", "forget", job->id);
}

static void show_response(const struct nh_waiting *response)
{
    const char *id = response->response;
    show_head(id, response->site, nh_journal_time(id), NULL);
    cli_paragraph(stdout, LEFT,
                  _("A response of a CA is waiting to be installed. If it is yours, install it or\n"
                    "save it as a file. If it is not, discard it."));
    show_command("jobs", "resume", id);
    show_command("jobs", "save", id);
    show_command("jobs", "forget", id);
}

static void show_key(const struct cli_leftovers *left, const struct nh_orphan *key)
{
    const struct nh_job *job = job_of(left, key->key_id);
    char *file = NULL, *quoted = NULL, id[SHOWN + 1];
    memcpy(id, key->key_id, SHOWN);
    id[SHOWN] = '\0';
    show_head(id, job ? job->site : "", job ? nh_journal_time(job->id) : 0, key->kind);
    if (job && *job->fingerprint)
        file = nh_archive_find(left->journal, job->fingerprint);
    if (file)
        quoted = nh_shell_quote(file);
    if (quoted) {
        cli_paragraph(
            stdout, LEFT,
            _("The certificate of this key is no longer in the profile. To put it back:"));
        show_command("import", "", quoted);
    } else {
        cli_paragraph(
            stdout, LEFT,
            _("A key without a certificate. If you are not waiting for a certificate, you\n"
              "can remove it."));
    }
    show_command("jobs", "forget", id);
    free(quoted);
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
        status = nh_fail(
            err, NH_NO_JOB, NULL,
            "There is no request, response or key without a certificate with the ID \"%.80s\".",
            id);
    if (!status)
        status = nh_orphan_remove(store, found->key_id, err);
    nh_orphans_reset(&keys);
    return status;
}
