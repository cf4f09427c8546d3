/* SPDX-License-Identifier: MPL-2.0 */
/* What a person should know of: issuances that wait, and responses that wait for a word. */
#ifndef NH_LIFECYCLE_UNFINISHED_H
#define NH_LIFECYCLE_UNFINISHED_H

#include "base/status.h"
#include "journal/job.h"
#include <stdbool.h>
#include <stddef.h>

/* A response in the spool: it waits for the person's word, or for a moment that works. */
struct nh_waiting {
    char response[NH_JOB_ID_SIZE];
    char site[NH_SITE_SIZE];
    char job[NH_JOB_ID_SIZE]; /* that it was accepted for, or "" */
};

/* Who sends a request again: an EST server is asked once more, by nh_enroll_ask. */
enum nh_repeats {
    NH_REPEATS_NO,
    NH_REPEATS_ITSELF, /* the command or its timer */
    NH_REPEATS_PERSON, /* the command too, but the server wants their password, which is not kept */
};

const char *nh_repeats_word(enum nh_repeats repeats); /* "no", "itself", "person" */

struct nh_unfinished {
    struct nh_job *jobs;      /* without those of `responses` */
    enum nh_repeats *repeats; /* of each */
    size_t job_count;
    struct nh_waiting *responses;
    size_t response_count;
};

void nh_unfinished_reset(struct nh_unfinished *unfinished);

/* Both lists, the newest first. */
enum nh_status nh_unfinished_list(struct nh_journal *journal, struct nh_unfinished *out,
                                  struct nh_error *err);

#endif
