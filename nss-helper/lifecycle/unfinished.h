/* SPDX-License-Identifier: MPL-2.0 */
/* Unfinished requests, and responses that need the person's attention. */
#ifndef NH_LIFECYCLE_UNFINISHED_H
#define NH_LIFECYCLE_UNFINISHED_H

#include "base/status.h"
#include "journal/job.h"
#include <stdbool.h>
#include <stddef.h>

/* A response in the spool that waits for the person, or for the next try. */
struct nh_waiting {
    char response[NH_JOB_ID_SIZE];
    char site[NH_SITE_SIZE];
    char job[NH_JOB_ID_SIZE]; /* the job it was accepted for, or "" */
};

/* Who sends a request to an EST server again, with nh_enroll_ask. */
enum nh_repeats {
    NH_REPEATS_NO,
    NH_REPEATS_ITSELF, /* the command or its timer */
    NH_REPEATS_PERSON, /* the person, by the command, as the server needs their password */
};

const char *nh_repeats_word(enum nh_repeats repeats); /* "no", "itself", "person" */

struct nh_unfinished {
    struct nh_job *jobs;      /* without those that `responses` names */
    enum nh_repeats *repeats; /* for each job */
    size_t job_count;
    struct nh_waiting *responses;
    size_t response_count;
};

void nh_unfinished_reset(struct nh_unfinished *unfinished);

/* Fill both lists, the newest first. The caller resets *out. */
enum nh_status nh_unfinished_list(struct nh_journal *journal, struct nh_unfinished *out,
                                  struct nh_error *err);

#endif
