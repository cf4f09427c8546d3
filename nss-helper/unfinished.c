/* SPDX-License-Identifier: MPL-2.0 */
#include "unfinished.h"

#include "enrolment.h"
#include "files.h"
#include "spool.h"

#include <stdlib.h>
#include <string.h>

void nh_unfinished_reset(struct nh_unfinished *unfinished)
{
    free(unfinished->jobs);
    free(unfinished->repeats);
    free(unfinished->answers);
    *unfinished = (struct nh_unfinished){0};
}

static bool is_unfinished(const struct nh_job *job, const struct nh_names *answers)
{
    if (*job->answer && nh_names_have(answers, job->answer))
        return false;
    if (job->state == NH_JOB_KEY)
        return time(NULL) - job->changed > NH_AT_WORK_SECONDS;
    return nh_job_is_open(job);
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
    if (job->state != NH_JOB_INSTALLED && nh_enrolment_load(journal, job->id, &it, NULL) == NH_OK)
        found = *it.user ? NH_REPEATS_PERSON : NH_REPEATS_ITSELF;
    nh_enrolment_reset(&it);
    return found;
}

static void find_job(const struct nh_jobs *jobs, struct nh_waiting *waiting)
{
    for (size_t i = 0; i < jobs->count; i++) {
        if (strcmp(jobs->items[i].answer, waiting->answer) == 0)
            memcpy(waiting->job, jobs->items[i].id, sizeof waiting->job);
    }
}

static void fill(struct nh_journal *journal, const struct nh_jobs *jobs,
                 const struct nh_names *answers, struct nh_unfinished *out)
{
    for (size_t i = jobs->count; i-- > 0;) {
        if (!is_unfinished(&jobs->items[i], answers))
            continue;
        out->repeats[out->job_count] = repeats(journal, &jobs->items[i]);
        out->jobs[out->job_count++] = jobs->items[i];
    }
    for (size_t i = answers->count; i-- > 0;) {
        struct nh_waiting *waiting = &out->answers[out->answer_count];
        if (nh_spool_site(journal, answers->items[i], waiting->site, NULL))
            continue;
        memcpy(waiting->answer, answers->items[i], sizeof waiting->answer);
        find_job(jobs, waiting);
        out->answer_count++;
    }
}

enum nh_status nh_unfinished_list(struct nh_journal *journal, struct nh_unfinished *out,
                                  struct nh_error *err)
{
    struct nh_jobs jobs = {0};
    struct nh_names answers = {0};
    struct nh_unfinished found = {0};
    enum nh_status status = nh_jobs_list(journal, &jobs, err);
    if (!status)
        status = nh_spool_list(journal, &answers, err);
    if (!status) {
        found.jobs = calloc(jobs.count + 1, sizeof *found.jobs);
        found.repeats = calloc(jobs.count + 1, sizeof *found.repeats);
        found.answers = calloc(answers.count + 1, sizeof *found.answers);
        if (!found.jobs || !found.repeats || !found.answers)
            status = nh_fail_memory(err);
    }
    if (!status) {
        fill(journal, &jobs, &answers, &found);
        *out = found;
    } else {
        nh_unfinished_reset(&found);
    }
    nh_names_reset(&answers);
    nh_jobs_reset(&jobs);
    return status;
}
