/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The first half of a request: a key for a new job, the request, and whether it was sent. As in
 * issuance.h, these functions open and close the store themselves.
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

/* Check that keys and certificates can be stored in this profile. *locked: it has a primary
   password. The errors of nh_store_open. */
enum nh_status nh_issue_check(const char *profile_path, bool *locked, struct nh_error *err);

/* Makes the request for a new key while the store is open. */
typedef enum nh_status nh_request_maker(struct nh_store *store, const struct nh_key *key,
                                        const struct nh_job *job, void *context,
                                        struct nh_error *err);

/*
 * Make a key and its request for a new job, whose site, target and kind are set. For a job of a
 * site, disk space for the response is reserved first: NH_NO_SPACE. The request is made before the
 * key is stored. The key is in the profile and in the journal when this returns. Also the errors of
 * nh_store_open and nh_key_keep.
 */
enum nh_status nh_issue_make(struct nh_journal *journal, const char *profile_path,
                             struct nh_job *job, nh_request_maker *maker, void *context,
                             struct nh_error *err);

/* The same for a form of a site: use the prepared key if it fits, and write the SPKAC for the form.
   NH_OTHER_SITE, NH_SITE_LIST (machine/sites.h), also in nh_issue_sent; NH_TOO_MANY. */
enum nh_status nh_issue_begin(struct nh_journal *journal, const char *profile_path,
                              struct nh_job *job, struct nh_prepared *prepared,
                              const char *challenge, struct nh_buf *spkac, struct nh_error *err);

/* Note that the request was sent. NH_NO_JOB when the job is not unsent. */
enum nh_status nh_issue_sent(struct nh_journal *journal, struct nh_job *job, struct nh_error *err);

/* Note that the request was not sent after all. NH_NO_JOB when the job is not a site's, or not
   sent. */
enum nh_status nh_issue_unsent(struct nh_journal *journal, struct nh_job *job,
                               struct nh_error *err);

#endif
