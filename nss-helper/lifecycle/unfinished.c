/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/unfinished.h"

#include "base/files.h"
#include "journal/enrolment.h"
#include "journal/jobs.h"
#include "journal/spool.h"

#include <stdlib.h>
#include <string.h>

void nh_unfinished_reset(struct nh_unfinished *unfinished)
{
    free(unfinished->jobs);
    free(unfinished->repeats);
    free(unfinished->responses);
    *unfinished = (struct nh_unfinished){0};
}

static bool is_unfinished(const struct nh_job *job, const struct nh_names *responses)
{
    if (*job->response && nh_names_have(responses, job->response))
        return false;
    return nh_job_is_open(job) && !nh_job_is_at_work(job);
}

const char *nh_repeats_word(enum nh_repeats repeats)
{
    static const char *const words[] = {"no", "itself", "person"};
    return words[repeats];
}

static enum nh_repeats repeats(struct nh_journal *journal, const struct nh_job *job)
{
    struct nh_enrolment it = {0};
    enum nh_repeats found = NH_REPEATS_NO;
    if (nh_job_next(job, true) == NH_PARTY_SERVER &&
        nh_enrolment_load(journal, job->id, &it, NULL) == NH_OK)
        found = *it.user ? NH_REPEATS_PERSON : NH_REPEATS_ITSELF;
    nh_enrolment_reset(&it);
    return found;
}

static void find_job(const struct nh_jobs *jobs, struct nh_waiting *waiting)
{
    for (size_t i = 0; i < jobs->count; i++) {
        if (strcmp(jobs->items[i].response, waiting->response) == 0)
            memcpy(waiting->job, jobs->items[i].id, sizeof waiting->job);
    }
}

static void fill(struct nh_journal *journal, const struct nh_jobs *jobs,
                 const struct nh_names *responses, struct nh_unfinished *out)
{
    for (size_t i = jobs->count; i-- > 0;) {
        if (!is_unfinished(&jobs->items[i], responses))
            continue;
        out->repeats[out->job_count] = repeats(journal, &jobs->items[i]);
        out->jobs[out->job_count++] = jobs->items[i];
    }
    for (size_t i = responses->count; i-- > 0;) {
        struct nh_waiting *waiting = &out->responses[out->response_count];
        if (nh_spool_site(journal, responses->items[i], waiting->site, NULL))
            continue;
        memcpy(waiting->response, responses->items[i], sizeof waiting->response);
        find_job(jobs, waiting);
        out->response_count++;
    }
}

enum nh_status nh_unfinished_list(struct nh_journal *journal, struct nh_unfinished *out,
                                  struct nh_error *err)
{
    struct nh_jobs jobs = {0};
    struct nh_names responses = {0};
    struct nh_unfinished found = {0};
    enum nh_status status = nh_jobs_list(journal, &jobs, err);
    if (!status)
        status = nh_spool_list(journal, &responses, err);
    if (!status) {
        found.jobs = calloc(jobs.count + 1, sizeof *found.jobs);
        found.repeats = calloc(jobs.count + 1, sizeof *found.repeats);
        found.responses = calloc(responses.count + 1, sizeof *found.responses);
        if (!found.jobs || !found.repeats || !found.responses)
            status = nh_fail_memory(err);
    }
    if (!status) {
        fill(journal, &jobs, &responses, &found);
        *out = found;
    } else {
        nh_unfinished_reset(&found);
    }
    nh_names_reset(&responses);
    nh_jobs_reset(&jobs);
    return status;
}
