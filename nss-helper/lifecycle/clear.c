/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/clear.h"

#include "base/site.h"
#include "journal/job.h"
#include "journal/jobs.h"
#include "journal/kept.h"
#include "lifecycle/resume.h"
#include "nss/store.h"

#include <string.h>

struct left {
    struct nh_jobs jobs;
    struct nh_kepts kepts;
};

static bool is_job_of(const struct nh_job *job, const char *site)
{
    return !nh_job_has_ended(job) && nh_site_is_same_host(job->site, site);
}

static bool is_response_of(const struct left *left, const struct nh_kept *kept, const char *site)
{
    if (nh_site_is_same_host(kept->site, site))
        return true;
    for (size_t i = 0; i < left->jobs.count; i++) {
        const struct nh_job *job = &left->jobs.items[i];
        if (is_job_of(job, site) && strcmp(job->response, kept->id) == 0)
            return true;
    }
    return false;
}

/* Choose the jobs and responses of the site. */
static void choose(struct left *left, const char *site)
{
    size_t count = 0;
    for (size_t i = 0; i < left->kepts.count; i++) {
        if (is_response_of(left, &left->kepts.items[i], site))
            left->kepts.items[count++] = left->kepts.items[i];
    }
    left->kepts.count = count;
    count = 0;
    for (size_t i = 0; i < left->jobs.count; i++) {
        if (is_job_of(&left->jobs.items[i], site))
            left->jobs.items[count++] = left->jobs.items[i];
    }
    left->jobs.count = count;
}

static void reset(struct left *left)
{
    nh_jobs_reset(&left->jobs);
    nh_kepts_reset(&left->kepts);
}

static enum nh_status read_left(struct nh_journal *journal, const char *site, struct left *out,
                                struct nh_error *err)
{
    enum nh_status status = nh_jobs_list(journal, &out->jobs, err);
    if (!status)
        status = nh_kepts_list(journal, &out->jobs, &out->kepts, err);
    if (!status)
        choose(out, site);
    return status;
}

enum nh_status nh_clear_count(struct nh_journal *journal, const char *site, struct nh_cleared *out,
                              struct nh_error *err)
{
    struct left left = {0};
    enum nh_status status = read_left(journal, site, &left, err);
    *out = (struct nh_cleared){left.jobs.count, left.kepts.count};
    reset(&left);
    return status;
}

static enum nh_status try_store(const char *profile_path, struct nh_error *err)
{
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(profile_path, NH_STORE_WRITE, &store, err);
    nh_store_close(&store);
    return status;
}

/* Keep the first failure and continue. A job that is finished meanwhile is no failure. */
static void note(enum nh_status status, const struct nh_error *why, enum nh_status *first,
                 struct nh_error *err)
{
    if (!status || status == NH_NO_JOB || *first)
        return;
    *first = status;
    *err = *why;
}

static enum nh_status clear_all(struct nh_journal *journal, const char *profile_path,
                                const struct left *left, struct nh_cleared *out,
                                struct nh_error *err)
{
    enum nh_status first = NH_OK;
    for (size_t i = 0; i < left->kepts.count; i++) {
        struct nh_error why = {0};
        enum nh_status status = nh_discard(journal, left->kepts.items[i].id, &why);
        out->responses += !status;
        note(status, &why, &first, err);
    }
    for (size_t i = 0; i < left->jobs.count; i++) {
        struct nh_error why = {0};
        enum nh_status status = nh_forget(journal, profile_path, left->jobs.items[i].id, &why);
        out->jobs += !status;
        note(status, &why, &first, err);
    }
    return first;
}

enum nh_status nh_clear(struct nh_journal *journal, const char *profile_path, const char *site,
                        struct nh_cleared *out, struct nh_error *err)
{
    struct left left = {0};
    *out = (struct nh_cleared){0};
    enum nh_status status = read_left(journal, site, &left, err);
    if (!status && left.jobs.count)
        status = try_store(profile_path, err);
    if (!status)
        status = clear_all(journal, profile_path, &left, out, err);
    reset(&left);
    return status;
}
