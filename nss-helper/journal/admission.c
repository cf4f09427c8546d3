/* SPDX-License-Identifier: MPL-2.0 */
#include "journal/admission.h"

#include "base/buf.h"
#include "base/site.h"
#include "journal/bounds.h"
#include "journal/job.h"
#include "journal/jobs.h"
#include "journal/kept.h"
#include "journal/room.h"
#include "journal/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

int nh_admission_hold(const struct nh_journal *journal)
{
    int fd = open(nh_journal_folder(journal), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (fd >= 0 && flock(fd, LOCK_EX) < 0 && errno == EINTR)
        continue;
    return fd;
}

enum nh_status nh_admission_check_job(struct nh_journal *journal, const char *site,
                                      struct nh_error *err)
{
    struct nh_jobs jobs = {0};
    size_t of_site = 0, in_all = 0;
    enum nh_status status = nh_jobs_list(journal, &jobs, err);
    for (size_t i = 0; i < jobs.count; i++) {
        bool counts = *jobs.items[i].site && !nh_job_has_ended(&jobs.items[i]);
        in_all += counts;
        of_site += counts && nh_site_is_same_host(jobs.items[i].site, site);
    }
    nh_jobs_reset(&jobs);
    const struct nh_bound *most = nh_bound(NH_BOUNDED_JOBS);
    if (!status && (of_site >= most->of_site || in_all >= most->in_all))
        status = nh_fail(
            err, NH_TOO_MANY, NULL,
            "Too many requests are unfinished, of %s or in all. Look at \"nss-helper jobs\", and "
            "forget those that you no longer need.",
            site);
    return status;
}

struct sum {
    size_t responses, bytes;
};

/* What is stored, and the site of the new response. */
struct count {
    struct nh_kepts kepts;
    const char *site;
    struct sum of_site, in_all;
};

static bool is_of_site(const struct count *count, const struct nh_kept *kept)
{
    return nh_site_is_same_host(kept->site, count->site);
}

static void add(struct sum *sum, size_t responses, size_t bytes)
{
    sum->responses += responses;
    sum->bytes += bytes;
}

static void take(struct sum *sum, size_t bytes)
{
    sum->responses--;
    sum->bytes -= bytes;
}

/* Count what is stored and what is arriving. A response that becomes whole meanwhile would be in
   neither list; then both are read again. None begins to arrive while the journal is held. */
static enum nh_status look(struct nh_journal *journal, const struct nh_jobs *jobs,
                           struct count *count, struct nh_error *err)
{
    size_t of_site, before, after;
    enum nh_status status;
    do {
        nh_kepts_reset(&count->kepts);
        status = nh_spool_count_arriving(journal, count->site, &of_site, &before, err);
        if (!status)
            status = nh_kepts_list(journal, jobs, &count->kepts, err);
        if (!status)
            status = nh_spool_count_arriving(journal, count->site, &of_site, &after, err);
    } while (!status && after < before);
    if (status)
        return status;
    /* These count with the largest size. */
    add(&count->of_site, of_site, of_site * NH_ROOM_SIZE);
    add(&count->in_all, after, after * NH_ROOM_SIZE);
    for (size_t i = 0; i < count->kepts.count; i++) {
        const struct nh_kept *kept = &count->kepts.items[i];
        add(&count->in_all, 1, kept->size);
        if (is_of_site(count, kept))
            add(&count->of_site, 1, kept->size);
    }
    return NH_OK;
}

static bool site_is_full(const struct count *count)
{
    return count->of_site.responses >= nh_bound(NH_BOUNDED_RESPONSES)->of_site ||
           count->of_site.bytes + NH_ROOM_SIZE > nh_bound(NH_BOUNDED_BYTES)->of_site;
}

static bool all_is_full(const struct count *count)
{
    return count->in_all.responses >= nh_bound(NH_BOUNDED_RESPONSES)->in_all ||
           count->in_all.bytes + NH_ROOM_SIZE > nh_bound(NH_BOUNDED_BYTES)->in_all;
}

static bool is_full(const struct count *count)
{
    return site_is_full(count) || all_is_full(count);
}

/* False while another process works on it. */
static bool remove_kept(struct nh_journal *journal, const struct nh_kept *kept)
{
    struct nh_spool *spool = NULL;
    bool gone = !nh_spool_open(journal, kept->id, &spool, NULL) && !nh_spool_remove(spool, NULL);
    nh_spool_close(&spool);
    return gone;
}

/* Remove responses that nobody asked for, of the same site or of others, the oldest first, until
   there is room. */
static void make_way(struct nh_journal *journal, struct count *count, bool of_others,
                     bool (*full)(const struct count *count))
{
    for (size_t i = 0; i < count->kepts.count && full(count); i++) {
        struct nh_kept *kept = &count->kepts.items[i];
        if (!kept->unasked || is_of_site(count, kept) == of_others || !remove_kept(journal, kept))
            continue;
        take(&count->in_all, kept->size);
        if (!of_others)
            take(&count->of_site, kept->size);
    }
}

static enum nh_status check_response(struct nh_journal *journal, const char *site, bool pressed,
                                     struct nh_error *err)
{
    struct nh_jobs jobs = {0};
    struct count count = {.site = site};
    enum nh_status status = nh_jobs_list(journal, &jobs, err);
    if (!status)
        status = look(journal, &jobs, &count, err);
    if (!status) {
        bool due = nh_jobs_await(&jobs, site);
        make_way(journal, &count, false, is_full);
        if (pressed || due)
            make_way(journal, &count, true, all_is_full);
        if (is_full(&count) && !due)
            status = nh_fail(
                err, NH_TOO_MANY, NULL,
                "Too many responses of sites are kept, of %s or in all. Look at \"nss-helper jobs\", "
                "and install or forget those that wait.",
                site);
    }
    nh_kepts_reset(&count.kepts);
    nh_jobs_reset(&jobs);
    return status;
}

enum nh_status nh_admission_begin(struct nh_journal *journal, const char *site, bool pressed,
                                  struct nh_spool **out, struct nh_error *err)
{
    int held = nh_admission_hold(journal);
    enum nh_status status = check_response(journal, site, pressed, err);
    if (!status)
        status = nh_spool_begin(journal, site, out, err);
    if (held >= 0)
        close(held);
    return status;
}
