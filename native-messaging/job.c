/* SPDX-License-Identifier: MPL-2.0 */
#include "job.h"

#include "base/buf.h"
#include "base/json.h"
#include "browser/profile.h"
#include "certificate/request.h"
#include "journal/job.h"
#include "journal/journal.h"
#include "lifecycle/clear.h"
#include "lifecycle/issue.h"
#include "lifecycle/resume.h"
#include "lifecycle/unfinished.h"
#include "reply.h"

#include <cjson/cJSON.h>
#include <stdio.h>

static cJSON *request_reply(const char *job, const char *spkac)
{
    cJSON *reply = nh_reply_new("request");
    return nh_reply_whole(reply,
                          nh_reply_text(reply, "job", job) && nh_reply_text(reply, "spkac", spkac));
}

enum nh_status nh_on_issue(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    struct nh_job job = {0};
    struct nh_buf spkac = {0};
    snprintf(job.site, sizeof job.site, "%s", nh_message_site(message, "site"));
    snprintf(job.target, sizeof job.target, "%s", nh_message_site(message, "target"));
    const char *key = nh_message_text(message, "key");
    const char *challenge = nh_message_ascii(message, "challenge", NH_CHALLENGE_MAX);
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = nh_key_kind_parse(key, &job.kind, err);
    if (!status)
        status = nh_issue_begin(port->journal, port->profile->path, &job, &port->prepared,
                                challenge, &spkac, err);
    if (!status)
        status = nh_buf_append(&spkac, "", 1, err);
    if (!status)
        nh_port_say(port, request_reply(job.id, (const char *)spkac.data));
    nh_buf_reset(&spkac);
    return status;
}

/* Advance a job with `step`, which checks and records it. */
static enum nh_status go(struct nh_port *port, struct nh_message *message,
                         enum nh_status (*step)(struct nh_journal *, struct nh_job *,
                                                struct nh_error *),
                         struct nh_error *err)
{
    struct nh_job job = {0};
    const char *id = nh_message_id(message, "job");
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = nh_job_load(port->journal, id, &job, err);
    if (!status)
        status = step(port->journal, &job, err);
    if (!status)
        nh_port_say(port, nh_reply_ok());
    return status;
}

/* Succeeds only once: the page that gets "ok" sends the form. */
enum nh_status nh_on_sent(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    return go(port, message, nh_issue_sent, err);
}

enum nh_status nh_on_unsent(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    return go(port, message, nh_issue_unsent, err);
}

static bool fill_job(const struct nh_job *job, enum nh_repeats repeats, cJSON *to)
{
    return to && nh_reply_text(to, "job", job->id) &&
           nh_reply_text(to, "state", nh_job_word(job->state)) &&
           nh_reply_text(to, "site", job->site) && nh_reply_text(to, "target", job->target) &&
           nh_reply_text(to, "key", nh_key_kind_word(job->kind)) &&
           nh_json_add_time(to, "begun", nh_journal_time(job->id)) &&
           nh_json_add_time(to, "changed", job->changed) &&
           nh_reply_text(to, "repeats", nh_repeats_word(repeats));
}

static bool fill_waiting(const struct nh_waiting *waiting, cJSON *to)
{
    return to && nh_reply_text(to, "answer", waiting->response) &&
           nh_reply_text(to, "site", waiting->site) &&
           nh_json_add_time(to, "received", nh_journal_time(waiting->response)) &&
           nh_reply_text(to, "job", waiting->job);
}

cJSON *nh_jobs_reply(const struct nh_unfinished *it)
{
    cJSON *reply = nh_reply_new("jobs");
    cJSON *jobs = cJSON_AddArrayToObject(reply, "jobs");
    cJSON *responses = cJSON_AddArrayToObject(reply, "answers");
    bool more = it->job_count > NH_JOBS_MAX || it->response_count > NH_JOBS_MAX;
    bool enough = jobs && responses;
    for (size_t i = 0; enough && i < it->job_count && i < NH_JOBS_MAX; i++)
        enough = fill_job(&it->jobs[i], it->repeats[i], nh_reply_push(jobs));
    for (size_t i = 0; enough && i < it->response_count && i < NH_JOBS_MAX; i++)
        enough = fill_waiting(&it->responses[i], nh_reply_push(responses));
    return nh_reply_whole(reply, enough && cJSON_AddBoolToObject(reply, "more", more));
}

enum nh_status nh_on_jobs(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    struct nh_unfinished unfinished = {0};
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = nh_unfinished_list(port->journal, &unfinished, err);
    if (!status)
        nh_port_say(port, nh_jobs_reply(&unfinished));
    nh_unfinished_reset(&unfinished);
    return status;
}

enum nh_status nh_on_forget(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    const char *id = nh_message_id(message, "job");
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = nh_forget(port->journal, port->profile->path, id, err);
    if (!status)
        nh_port_say(port, nh_reply_ok());
    return status;
}

enum nh_status nh_on_clear(struct nh_port *port, struct nh_message *message, struct nh_error *err)
{
    struct nh_cleared done = {0};
    const char *site = nh_message_site(message, "site");
    enum nh_status status = nh_message_end(message, err);
    if (!status)
        status = nh_clear(port->journal, port->profile->path, site, &done, err);
    if (!status) {
        cJSON *reply = nh_reply_new("cleared");
        bool whole = cJSON_AddNumberToObject(reply, "jobs", (double)done.jobs) &&
                     cJSON_AddNumberToObject(reply, "answers", (double)done.responses);
        nh_port_say(port, nh_reply_whole(reply, whole));
    }
    return status;
}
