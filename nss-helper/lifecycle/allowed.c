/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/allowed.h"

#include "journal/enrolment.h"
#include "journal/job.h"
#include "journal/jobs.h"
#include "machine/sites.h"

#include <string.h>

static bool is_enrolment(struct nh_journal *journal, const struct nh_job *job)
{
    struct nh_enrolment enrolment = {.server = NULL};
    bool is = *job->id && !nh_enrolment_load(journal, job->id, &enrolment, NULL);
    nh_enrolment_reset(&enrolment);
    return is;
}

/* Whether an enrolment has an EST server at this site. */
static bool is_server(struct nh_journal *journal, const char *site)
{
    struct nh_jobs jobs = {0};
    bool found = false;
    nh_jobs_list_enrolled(journal, &jobs, NULL);
    for (size_t i = 0; i < jobs.count && !found; i++)
        found = strcmp(jobs.items[i].site, site) == 0;
    nh_jobs_reset(&jobs);
    return found;
}

enum nh_status nh_allowed_job(struct nh_journal *journal, const struct nh_job *job,
                              struct nh_error *err)
{
    enum nh_status status = nh_sites_allow(job->site, err);
    if (!status)
        status = nh_sites_allow(job->target, err);
    return status && is_enrolment(journal, job) ? NH_OK : status;
}

/* A response with the site of an EST server can't come from a website: the host checks the list
   before it stores one. */
enum nh_status nh_allowed_response(struct nh_journal *journal, const char *site,
                                   struct nh_error *err)
{
    enum nh_status status = nh_sites_allow(site, err);
    return status && is_server(journal, site) ? NH_OK : status;
}
