/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/kept.h"

#include "base/files.h"
#include "journal/spool.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void nh_kepts_reset(struct nh_kepts *kepts)
{
    free(kepts->items);
    *kepts = (struct nh_kepts){0};
}

/* False when the response was removed meanwhile. */
static bool look_at(struct nh_journal *journal, const struct nh_jobs *jobs, const char *id,
                    struct nh_kept *out)
{
    struct stat info;
    char *path = nh_journal_path(journal, NH_SECTION_RESPONSES, id);
    bool there = path && stat(path, &info) == 0 && !nh_spool_site(journal, id, out->site, NULL);
    free(path);
    if (!there)
        return false;
    memcpy(out->id, id, sizeof out->id);
    out->tried = info.st_mtim;
    out->unasked = nh_spool_is_unasked(&info);
    out->size = (size_t)info.st_size;
    out->due = nh_jobs_await(jobs, out->site);
    return true;
}

enum nh_status nh_kepts_list(struct nh_journal *journal, const struct nh_jobs *jobs,
                             struct nh_kepts *out, struct nh_error *err)
{
    struct nh_names names = {0};
    enum nh_status status = nh_spool_list(journal, &names, err);
    struct nh_kepts kepts = {.items = calloc(names.count + 1, sizeof *kepts.items)};
    if (!status && !kepts.items)
        status = nh_fail_memory(err);
    for (size_t i = 0; !status && i < names.count; i++)
        kepts.count += look_at(journal, jobs, names.items[i], &kepts.items[kepts.count]);
    nh_names_reset(&names);
    if (status)
        nh_kepts_reset(&kepts);
    else
        *out = kepts;
    return status;
}

static int compare_turns(const void *one, const void *other)
{
    const struct nh_kept *a = one, *b = other;
    if (a->due != b->due)
        return a->due ? -1 : 1;
    if (a->tried.tv_sec != b->tried.tv_sec)
        return a->tried.tv_sec < b->tried.tv_sec ? -1 : 1;
    if (a->tried.tv_nsec != b->tried.tv_nsec)
        return a->tried.tv_nsec < b->tried.tv_nsec ? -1 : 1;
    return strcmp(a->id, b->id);
}

void nh_kepts_take_turns(struct nh_kepts *kepts)
{
    qsort(kepts->items, kepts->count, sizeof *kepts->items, compare_turns);
}
