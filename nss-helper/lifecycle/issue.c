/* SPDX-License-Identifier: MPL-2.0 */
#include "lifecycle/issue.h"

#include "certificate/request.h"
#include "journal/admission.h"
#include "journal/room.h"
#include "lifecycle/allowed.h"
#include "lifecycle/prepared.h"
#include "nss/key.h"
#include "nss/store.h"

#include <unistd.h>

enum nh_status nh_issue_check(const char *profile_path, bool *locked, struct nh_error *err)
{
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(profile_path, NH_STORE_LOOK, &store, err);
    *locked = !status && nh_store_has_password(store);
    nh_store_close(&store);
    return status;
}

/* Give the job an id, and reserve space for its response. */
static enum nh_status intend(struct nh_journal *journal, struct nh_job *job, struct nh_error *err)
{
    enum nh_status status = nh_journal_name(job->id, err);
    int held = *job->site ? nh_admission_hold(journal) : -1;
    if (!status && *job->site)
        status = nh_admission_check_job(journal, job->site, err);
    if (!status && *job->site)
        status = nh_room_keep(journal, job->id, err);
    if (!status)
        status = nh_job_enter(journal, job, NH_JOB_INTENT, err);
    if (held >= 0)
        close(held);
    return status;
}

/* How to make the key and the request. */
struct making {
    struct nh_prepared *prepared; /* or NULL */
    nh_request_maker *maker;
    void *context;
};

static enum nh_status get_key(struct nh_store *store, const struct nh_job *job,
                              struct nh_prepared *prepared, struct nh_key **out,
                              struct nh_error *err)
{
    if (prepared && nh_prepared_take(prepared, store, job, out))
        return NH_OK;
    return nh_key_prepare(store, job->kind, out, err);
}

/* The request is signed before the key is stored, so that a failure leaves no useless key
   behind. */
static enum nh_status make_key(struct nh_store **store, struct nh_journal *journal,
                               struct nh_job *job, const struct making *by, struct nh_error *err)
{
    struct nh_key *key = NULL;
    enum nh_status status = get_key(*store, job, by->prepared, &key, err);
    if (!status)
        status = nh_key_hash(key, job->key_hash, err);
    if (!status)
        status = nh_key_id(key, job->key_id, err);
    if (!status)
        status = by->maker(*store, key, job, by->context, err);
    if (!status)
        status = nh_job_enter(journal, job, NH_JOB_KEY, err);
    if (!status)
        status = nh_key_keep(store, &key, err);
    nh_key_free(&key);
    return status;
}

static enum nh_status make(struct nh_journal *journal, const char *profile_path, struct nh_job *job,
                           const struct making *by, struct nh_error *err)
{
    struct nh_store *store = NULL;
    enum nh_status status = nh_store_open(profile_path, NH_STORE_WRITE, &store, err);
    if (status)
        return status;
    status = intend(journal, job, err);
    if (!status) {
        status = make_key(&store, journal, job, by, err);
        job->cause = status;
        /* If the key may have been stored, the job stays, for the person to see. */
        if (status && !nh_job_is_open(job))
            nh_job_enter(journal, job, NH_JOB_FAILED, NULL);
        if (status)
            nh_room_balance(journal);
    }
    nh_store_close(&store);
    return status;
}

enum nh_status nh_issue_make(struct nh_journal *journal, const char *profile_path,
                             struct nh_job *job, nh_request_maker *maker, void *context,
                             struct nh_error *err)
{
    const struct making by = {NULL, maker, context};
    return make(journal, profile_path, job, &by, err);
}

struct spkac {
    const char *challenge;
    struct nh_buf *out;
};

static enum nh_status make_spkac(struct nh_store *store, const struct nh_key *key,
                                 const struct nh_job *job, void *context, struct nh_error *err)
{
    const struct spkac *spkac = context;
    (void)store, (void)job;
    return nh_request_spkac(key, spkac->challenge, spkac->out, err);
}

enum nh_status nh_issue_begin(struct nh_journal *journal, const char *profile_path,
                              struct nh_job *job, struct nh_prepared *prepared,
                              const char *challenge, struct nh_buf *spkac, struct nh_error *err)
{
    struct spkac request = {challenge, spkac};
    const struct making by = {prepared, make_spkac, &request};
    enum nh_status status = nh_allowed_job(journal, job, err);
    return status ? status : make(journal, profile_path, job, &by, err);
}

enum nh_status nh_issue_sent(struct nh_journal *journal, struct nh_job *job, struct nh_error *err)
{
    if (nh_job_is_unsent(job)) {
        enum nh_status status = nh_allowed_job(journal, job, err);
        return status ? status : nh_job_enter(journal, job, NH_JOB_SENT, err);
    }
    if (nh_job_has_ended(job))
        return nh_fail(err, NH_NO_JOB, NULL, "This request has already ended.");
    return nh_job_is_open(job) ? nh_fail(err, NH_NO_JOB, NULL, "This request was already sent.")
                               : nh_fail(err, NH_NO_JOB, NULL, "This request has no key yet.");
}

enum nh_status nh_issue_unsent(struct nh_journal *journal, struct nh_job *job, struct nh_error *err)
{
    if (job->state == NH_JOB_SENT && *job->site)
        return nh_job_enter(journal, job, NH_JOB_KEY, err);
    return nh_fail(err, NH_NO_JOB, NULL, "This request is not waiting for the response of a site.");
}
