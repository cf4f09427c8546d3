/* SPDX-License-Identifier: MPL-2.0 */
/* Responses that are kept in the spool are tried once more, without the person. */
#ifndef NH_LIFECYCLE_REPLAY_H
#define NH_LIFECYCLE_REPLAY_H

#include "base/status.h"
#include "journal/job.h"
#include "lifecycle/issuance.h"
#include <stdbool.h>
#include <stddef.h>

/* What became of one response at a replay. */
struct nh_resumed {
    char response[NH_JOB_ID_SIZE];
    enum nh_status status;
    struct nh_error err;
    struct nh_issuance issuance;
    bool dropped; /* it was removed: nobody has asked for it, for NH_UNASKED_DAYS */
};

struct nh_resumption {
    struct nh_resumed *items;
    size_t count;
    bool more; /* the time was over: the others have their turn at the next replay */
};

void nh_resumption_reset(struct nh_resumption *resumption);

/*
 * Try all responses in the spool, in one store that is opened once. *out tells of each that was
 * tried, but of those that another process works on. `in_background` nobody has called for it: then
 * no further one is begun with after NH_REPLAY_SECONDS, and what is older than NH_UNASKED_DAYS and
 * was not asked for is removed.
 */
enum nh_status nh_replay(struct nh_journal *journal, const char *profile_path, bool in_background,
                         struct nh_resumption *out, struct nh_error *err);

#endif
