/* SPDX-License-Identifier: MPL-2.0 */
/* The steps of storing certificates in a profile, and of updating their job. */
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

/* The caller fills and owns all but the job. */
struct nh_passage {
    struct nh_journal *journal;
    struct nh_store **store;            /* open for writing in steps that need a store */
    const struct nh_bufs *certificates; /* in DER, in steps that need them */
    const char *response;               /* its id in the spool, or "" */
    struct nh_job job;                  /* its id is "" when none waits for the key */
};

/* Find the job: the one that this response was accepted for, else an open one for this key. */
enum nh_status nh_passage_find(struct nh_passage *passage, const char *key_hash,
                               struct nh_error *err);

/* Whether an open job waits for one of the certificates. */
bool nh_passage_is_awaited(const struct nh_passage *passage);

/* Describe the certificates, and find their job. The caller resets *out. The errors of
   nh_incoming_read. */
enum nh_status nh_passage_look(struct nh_passage *passage, struct nh_incoming *out,
                               struct nh_error *err);

/* Why the person must confirm before they are stored, as a word of PROTOCOL.md, or NULL. `site` is
   where they come from. */
const char *nh_passage_doubt(const struct nh_passage *passage, const char *site,
                             const struct nh_incoming *incoming);

/* Store them. *out comes from nh_passage_look, and is updated. The errors of nh_incoming_store. */
enum nh_status nh_passage_put(struct nh_passage *passage, struct nh_incoming *out,
                              struct nh_error *err);

/* Note in the job that the certificate of this identity is stored. */
enum nh_status nh_passage_settle(struct nh_passage *passage, const struct nh_identity *identity,
                                 struct nh_error *err);

/* Prove it after nh_store_reread, and finish its job. NH_NOT_PROVEN; *proof says why. */
enum nh_status nh_passage_conclude(struct nh_passage *passage, const struct nh_identity *identity,
                                   struct nh_proof *proof, struct nh_error *err);

#endif
