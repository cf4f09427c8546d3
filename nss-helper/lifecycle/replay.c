/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/replay.h"

#include "formats/pkcs8.h"
#include "journal/bounds.h"
#include "journal/kept.h"
#include "journal/spool.h"
#include "nss/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void nh_resumption_reset(struct nh_resumption *resumption)
{
    for (size_t i = 0; i < resumption->count; i++)
        nh_issuance_reset(&resumption->items[i].issuance);
    free(resumption->items);
    *resumption = (struct nh_resumption){0};
}

struct replay {
    struct nh_journal *journal;
    const char *profile_path;
    struct nh_store *store;
    struct nh_error closed; /* why the store can't be opened, for all responses */
    bool in_background;
    time_t end; /* by CLOCK_MONOTONIC */
    size_t dropped;
};

static time_t now(void)
{
    struct timespec time = {0};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec;
}

/* The store is NULL at first, and after a failure to open it again. */
static enum nh_status open_store(struct replay *replay, struct nh_error *err)
{
    if (!replay->store && !replay->closed.status)
        nh_store_open(replay->profile_path, NH_STORE_WRITE, &replay->store, &replay->closed);
    if (replay->store)
        return NH_OK;
    *err = replay->closed;
    return err->status;
}

/* No action and no job led to it, as far as known, and the person who was asked has had enough
   time. */
static bool is_unasked(const struct nh_kept *kept, const struct nh_resumed *done)
{
    const char *reason = done->issuance.reason;
    if (done->status == NH_ASK)
        return reason && strcmp(reason, "no-job") == 0;
    if (done->issuance.brings_keys)
        return kept->unasked;
    return nh_issuance_is_refused(done->status) && !kept->due;
}

static void drop_if_old(struct replay *replay, const struct nh_kept *kept, struct nh_spool *spool,
                        struct nh_resumed *done)
{
    bool old = time(NULL) - nh_journal_time(kept->id) > NH_UNASKED_DAYS * 86400L;
    if (!replay->in_background || !old || replay->dropped >= NH_DROPPED_MOST ||
        !is_unasked(kept, done) || nh_spool_remove(spool, NULL))
        return;
    replay->dropped++;
    done->dropped = true;
    nh_fail(&done->err, done->status, NULL,
            "Nobody asked for this response. It was kept for %d days, and has now been removed.",
            NH_UNASKED_DAYS);
}

/* False if another process is working on it or has just finished it. */
static bool try_one(struct replay *replay, const struct nh_kept *kept, struct nh_resumed *out)
{
    struct nh_spool *spool = NULL;
    memcpy(out->response, kept->id, sizeof out->response);
    snprintf(out->issuance.site, sizeof out->issuance.site, "%s", kept->site);
    out->status = nh_spool_open(replay->journal, kept->id, &spool, &out->err);
    if (out->status == NH_BUSY || out->status == NH_NO_JOB)
        return false;
    if (!out->status) {
        nh_spool_note_try(spool);
        out->status = open_store(replay, &out->err);
    }
    if (!out->status)
        out->status =
            nh_issuance_install_into(replay->journal, &replay->store, &(struct nh_opening){0},
                                     spool, false, &out->issuance, &out->err);
    if (out->status && spool)
        drop_if_old(replay, kept, spool, out);
    nh_spool_close(&spool);
    return true;
}

static enum nh_status list(struct nh_journal *journal, struct nh_kepts *out, struct nh_error *err)
{
    struct nh_jobs jobs = {0};
    enum nh_status status = nh_jobs_list(journal, &jobs, err);
    if (!status)
        status = nh_kepts_list(journal, &jobs, out, err);
    nh_jobs_reset(&jobs);
    return status;
}

static void try_all(struct replay *replay, const struct nh_kepts *kepts, struct nh_resumption *out)
{
    for (size_t i = 0; i < kepts->count && !out->more; i++) {
        out->count += try_one(replay, &kepts->items[i], &out->items[out->count]);
        out->more = replay->in_background && now() >= replay->end && i + 1 < kepts->count;
    }
}

enum nh_status nh_replay(struct nh_journal *journal, const char *profile_path, bool in_background,
                         struct nh_resumption *out, struct nh_error *err)
{
    struct replay replay = {.journal = journal,
                            .profile_path = profile_path,
                            .in_background = in_background,
                            .end = now() + NH_REPLAY_SECONDS};
    struct nh_kepts kepts = {0};
    struct nh_resumption done = {0};
    enum nh_status status = list(journal, &kepts, err);
    if (!status)
        done.items = calloc(kepts.count + 1, sizeof *done.items);
    if (!status && !done.items)
        status = nh_fail_memory(err);
    if (!status) {
        nh_kepts_take_turns(&kepts);
        try_all(&replay, &kepts, &done);
        *out = done;
    }
    nh_store_close(&replay.store);
    nh_kepts_reset(&kepts);
    return status;
}
