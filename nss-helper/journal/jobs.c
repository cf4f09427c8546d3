/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/jobs.h"

#include "base/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void nh_jobs_reset(struct nh_jobs *jobs)
{
    free(jobs->items);
    *jobs = (struct nh_jobs){0};
}

bool nh_jobs_await(const struct nh_jobs *jobs, const char *site)
{
    for (size_t i = 0; i < jobs->count; i++) {
        if (nh_job_awaits(&jobs->items[i], site))
            return true;
    }
    return false;
}

/* Load the job of a file "ID.json"; other names are ignored. */
static bool load_named(struct nh_journal *journal, const char *name, struct nh_job *out)
{
    char id[NH_JOB_ID_SIZE];
    snprintf(id, sizeof id, "%.*s", NH_JOB_ID_SIZE - 1, name);
    return strcmp(name + strlen(id), nh_section(NH_SECTION_JOBS)->ending) == 0 &&
           !nh_job_load(journal, id, out, NULL);
}

/* Add the jobs that have a file in this section. */
static enum nh_status add_section(struct nh_journal *journal, enum nh_section section,
                                  struct nh_jobs *jobs, struct nh_error *err)
{
    struct nh_names names = {0};
    struct nh_job *items = NULL;
    char *folder = nh_journal_section(journal, section);
    enum nh_status status = folder ? nh_folder_list(folder, &names, err) : nh_fail_memory(err);
    if (!status &&
        !(items = reallocarray(jobs->items, jobs->count + names.count + 1, sizeof *items)))
        status = nh_fail_memory(err);
    if (items)
        jobs->items = items;
    for (size_t i = 0; !status && i < names.count; i++)
        jobs->count += load_named(journal, names.items[i], &items[jobs->count]);
    nh_names_reset(&names);
    free(folder);
    return status;
}

static enum nh_status list_section(struct nh_journal *journal, enum nh_section section,
                                   struct nh_jobs *out, struct nh_error *err)
{
    struct nh_jobs jobs = {0};
    enum nh_status status = add_section(journal, section, &jobs, err);
    if (status)
        nh_jobs_reset(&jobs);
    else
        *out = jobs;
    return status;
}

enum nh_status nh_jobs_list(struct nh_journal *journal, struct nh_jobs *out, struct nh_error *err)
{
    return list_section(journal, NH_SECTION_JOBS, out, err);
}

enum nh_status nh_jobs_list_enrolled(struct nh_journal *journal, struct nh_jobs *out,
                                     struct nh_error *err)
{
    return list_section(journal, NH_SECTION_ENROLMENTS, out, err);
}

static int by_id(const void *one, const void *other)
{
    const struct nh_job *a = one, *b = other;
    return strcmp(a->id, b->id);
}

/* A job that is being folded is in both sections. */
static void drop_twins(struct nh_jobs *jobs)
{
    size_t count = 0;
    for (size_t i = 0; i < jobs->count; i++) {
        if (!count || by_id(&jobs->items[count - 1], &jobs->items[i]) != 0)
            jobs->items[count++] = jobs->items[i];
    }
    jobs->count = count;
}

enum nh_status nh_jobs_list_all(struct nh_journal *journal, struct nh_jobs *out,
                                struct nh_error *err)
{
    struct nh_jobs jobs = {0};
    enum nh_status status = add_section(journal, NH_SECTION_JOBS, &jobs, err);
    if (!status)
        status = add_section(journal, NH_SECTION_ENDED, &jobs, err);
    if (status) {
        nh_jobs_reset(&jobs);
        return status;
    }
    qsort(jobs.items, jobs.count, sizeof *jobs.items, by_id);
    drop_twins(&jobs);
    *out = jobs;
    return status;
}
