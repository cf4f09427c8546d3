/* SPDX-License-Identifier: MPL-2.0 */
/* Certificates on their way into the profile, step by step, and the job that goes with them. */
#ifndef NH_LIFECYCLE_PASSAGE_H
#define NH_LIFECYCLE_PASSAGE_H

#include "base/status.h"
#include "journal/job.h"
#include <stdbool.h>

struct nh_bufs;
struct nh_identity;
struct nh_incoming;
struct nh_proof;
struct nh_store;

/* All but the job is the caller's. */
struct nh_passage {
    struct nh_journal *journal;
    struct nh_store **store;            /* open for writing, where a step looks or stores */
    const struct nh_bufs *certificates; /* likewise */
    const char *response;               /* in the spool, or "" */
    struct nh_job job;                  /* its id is "" when none waits for the key */
};

/* Its job: the one that this very response was accepted for, else an open one of this key. */
enum nh_status nh_passage_find(struct nh_passage *passage, const char *key_hash,
                               struct nh_error *err);

/* Does an open job wait for the key of one of the certificates? */
bool nh_passage_is_awaited(const struct nh_passage *passage);

/* What the certificates are, and their job. The errors of nh_incoming_read; *out is the caller's
   to reset. */
enum nh_status nh_passage_look(struct nh_passage *passage, struct nh_incoming *out,
                               struct nh_error *err);

/* Why the person must be asked before they are put in, or NULL: the word of PROTOCOL.md. `site`:
   that they come from. */
const char *nh_passage_doubt(const struct nh_passage *passage, const char *site,
                             const struct nh_incoming *incoming);

/* Store them; *out is what they were before, and then what is stored. */
enum nh_status nh_passage_put(struct nh_passage *passage, struct nh_incoming *out,
                              struct nh_error *err);

/* The certificate of this identity is in the profile: its job is told. */
enum nh_status nh_passage_settle(struct nh_passage *passage, const struct nh_identity *identity,
                                 struct nh_error *err);

/* Prove it, in a store that was read anew since it came in, and end its job. NH_NOT_PROVEN and
 *proof. */
enum nh_status nh_passage_conclude(struct nh_passage *passage, const struct nh_identity *identity,
                                   struct nh_proof *proof, struct nh_error *err);

#endif
