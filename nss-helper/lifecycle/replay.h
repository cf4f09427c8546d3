/* SPDX-License-Identifier: MPL-2.0 */
/* Try to install the responses in the spool again, without asking the person. */
#ifndef NH_LIFECYCLE_REPLAY_H
#define NH_LIFECYCLE_REPLAY_H

#include "base/status.h"
#include "journal/job.h"
#include "lifecycle/issuance.h"
#include <stdbool.h>
#include <stddef.h>

/* The result for one response. */
struct nh_resumed {
    char response[NH_JOB_ID_SIZE];
    enum nh_status status;
    struct nh_error err;
    struct nh_issuance issuance;
    bool dropped; /* removed: nobody asked for it within NH_UNASKED_DAYS */
};

struct nh_resumption {
    struct nh_resumed *items;
    size_t count;
    bool more; /* the time was over; the others follow at the next replay */
};

void nh_resumption_reset(struct nh_resumption *resumption);

/*
 * Try all responses in the spool. *out has those that were tried, except those that another process
 * is working on; the caller resets it. `in_background`: the person is not waiting for it; then it
 * stops after NH_REPLAY_SECONDS, and removes responses that nobody asked for and that are older
 * than NH_UNASKED_DAYS. No store may be open.
 */
enum nh_status nh_replay(struct nh_journal *journal, const char *profile_path, bool in_background,
                         struct nh_resumption *out, struct nh_error *err);

#endif
