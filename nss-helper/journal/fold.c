/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/fold.h"

#include "base/files.h"
#include "journal/jobs.h"
#include "journal/origin.h"
#include "journal/spool.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* A process that is working on the job may write it again. */
static bool is_over(const struct nh_job *job, const struct nh_names *responses)
{
    return nh_job_has_ended(job) && time(NULL) - job->changed > NH_AT_WORK_SECONDS &&
           !(*job->response && nh_names_have(responses, job->response));
}

static bool is_same(const char *one, const char *other)
{
    struct stat a, b;
    return stat(one, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

/* The link may exist already, made before a power cut or by another process. */
static bool link_ended(struct nh_journal *journal, const struct nh_job *job)
{
    char *from = nh_journal_path(journal, NH_SECTION_JOBS, job->id);
    char *to = nh_journal_path(journal, NH_SECTION_ENDED, job->id);
    bool linked = from && to && (link(from, to) == 0 || (errno == EEXIST && is_same(from, to)));
    free(to);
    free(from);
    return linked;
}

/* An unfolded job tells the origin of its certificate; a folded one is not read for that. */
static bool keep_origin(struct nh_journal *journal, const struct nh_job *job)
{
    char kept[NH_SITE_SIZE];
    if (!nh_job_has_certificate(job) || !*job->site)
        return true;
    nh_origin_site(journal, &(struct nh_jobs){0}, job->fingerprint, kept);
    return strcmp(kept, job->site) == 0 ||
           !nh_origin_keep(journal, job->fingerprint, job->site, NULL);
}

/* Link each into "ended" before it is removed from "jobs". */
static void link_all(struct nh_journal *journal, const struct nh_names *responses,
                     struct nh_jobs *jobs)
{
    size_t count = 0;
    for (size_t i = 0; i < jobs->count && count < NH_FOLDED_MOST; i++) {
        struct nh_job *job = &jobs->items[i];
        if (is_over(job, responses) && keep_origin(journal, job) && link_ended(journal, job))
            jobs->items[count++] = *job;
    }
    jobs->count = count;
}

void nh_jobs_fold(struct nh_journal *journal)
{
    struct nh_names responses = {0};
    struct nh_jobs jobs = {0};
    char *ended = NULL;
    /* List the jobs first: a job that is finished then gets no further response. */
    if (!nh_jobs_list(journal, &jobs, NULL) && !nh_spool_list(journal, &responses, NULL) &&
        !nh_journal_make(journal, NH_SECTION_ENDED, &ended, NULL)) {
        link_all(journal, &responses, &jobs);
        /* The new name must be on the disk before the old one is removed. */
        if (jobs.count && !nh_folder_sync(ended, NULL))
            for (size_t i = 0; i < jobs.count; i++)
                nh_journal_remove(journal, NH_SECTION_JOBS, jobs.items[i].id);
    }
    free(ended);
    nh_jobs_reset(&jobs);
    nh_names_reset(&responses);
}
