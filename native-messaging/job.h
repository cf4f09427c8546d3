/* SPDX-License-Identifier: MPL-2.0 */
/* Jobs: a key for a form, whether the form was sent, and unfinished jobs. */
#ifndef NH_JOB_H
#define NH_JOB_H

#include "port.h"

struct nh_unfinished;

#define NH_JOBS_MAX ((size_t)32) /* most jobs in one message, and as many responses */

nh_port_handler nh_on_issue, nh_on_sent, nh_on_unsent, nh_on_jobs, nh_on_forget, nh_on_clear;

/* The reply to "jobs", which the caller deletes. NULL without memory. */
struct cJSON *nh_jobs_reply(const struct nh_unfinished *unfinished);

#endif
