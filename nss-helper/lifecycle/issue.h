/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The first half of an issuance: a key for a new job, its request, and whether that has left. As in
 * the second (issuance.h), nothing is held when this returns.
 */
#ifndef NH_LIFECYCLE_ISSUE_H
#define NH_LIFECYCLE_ISSUE_H

#include "base/status.h"
#include "journal/job.h"
#include <stdbool.h>

struct nh_buf;
struct nh_journal;
struct nh_key;
struct nh_prepared;
struct nh_store;

/* Can keys and certificates be kept in this profile? *locked: it has a primary password. */
enum nh_status nh_issue_check(const char *profile_path, bool *locked, struct nh_error *err);

/* What asks a CA for a certificate for a new key, made while the store is open. */
typedef enum nh_status nh_request_maker(struct nh_store *store, const struct nh_key *key,
                                        const struct nh_job *job, void *context,
                                        struct nh_error *err);

/*
 * A key for a new job, whose site, target and kind are set, and its request. For a job of a
 * site there is room on the disk for its response first: else NH_NO_SPACE. The request is made
 * before the key is stored; the key is stored and journalled when this returns.
 */
enum nh_status nh_issue_make(struct nh_journal *journal, const char *profile_path,
                             struct nh_job *job, nh_request_maker *maker, void *context,
                             struct nh_error *err);

/* A key for a new job of a site, the prepared one if that fits, and the SPKAC that its form is to
   carry. NH_OTHER_SITE, NH_SITE_LIST: the administrator allows none of that site
   (machine/sites.h), nor below. */
enum nh_status nh_issue_begin(struct nh_journal *journal, const char *profile_path,
                              struct nh_job *job, struct nh_prepared *prepared,
                              const char *challenge, struct nh_buf *spkac, struct nh_error *err);

/* The request has left, once: the job was unsent. NH_NO_JOB when it is not, any more. */
enum nh_status nh_issue_sent(struct nh_journal *journal, struct nh_job *job, struct nh_error *err);

/* It did not leave after all: the job of a site was sent. NH_NO_JOB when it is not. */
enum nh_status nh_issue_unsent(struct nh_journal *journal, struct nh_job *job,
                               struct nh_error *err);

#endif
