/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The second half of an issuance, from a response or a file into the profile: journal, spool and
 * profile together, each step durable before the next. What is done here opens the store, works,
 * and closes it again before it returns: nothing is held while anybody is waited for.
 */
#ifndef NH_LIFECYCLE_ISSUANCE_H
#define NH_LIFECYCLE_ISSUANCE_H

#include "base/status.h"
#include "certificate/verify.h"
#include "formats/incoming.h"
#include "journal/job.h"
#include <stdbool.h>

struct nh_buf;
struct nh_bufs;
struct nh_opening;
struct nh_spool;
struct nh_store;

/* What an issuance has brought. */
struct nh_issuance {
    char job[NH_JOB_ID_SIZE];    /* that it ends, or "" */
    char site[NH_SITE_SIZE];     /* that it came from, or "" */
    const char *reason;          /* with NH_ASK: the word of PROTOCOL.md */
    bool brings_keys;            /* it is a key file */
    bool open_key;               /* it was not encrypted */
    bool tried;                  /* `proof` is filled */
    struct nh_incoming incoming; /* identity NULL when it was not read */
    struct nh_keyfile *keyfile;  /* else what it brought is there */
    struct nh_proof proof;       /* of the first, where a key file brought several */
};

/* All that came in: a view of what the issuance owns. */
struct nh_incomings nh_issuance_incoming(const struct nh_issuance *issuance);

void nh_issuance_reset(struct nh_issuance *issuance);

/*
 * Install a finished response and prove it; then it leaves the spool. Unless the person
 * said yes (`agreed`) it goes in by itself only for an open job of its key and site;
 * else NH_ASK. A file that brings keys needs what the person has given to open it (`given`),
 * which is their yes: NH_PASSWORD, NH_KEY_PASSWORD or NH_OPEN_KEY (also
 * where its password is in it) tell what is wanting, and out->brings_keys is set. On every failure
 * it stays. *out is filled in either case.
 */
enum nh_status nh_issuance_install(struct nh_journal *journal, const char *profile_path,
                                   const struct nh_opening *given, struct nh_spool *spool,
                                   bool agreed, struct nh_issuance *out, struct nh_error *err);

/* The same in a store that is open for writing; it is another one when this returns, or NULL. The
   room of the jobs is the caller's to balance. */
enum nh_status nh_issuance_install_into(struct nh_journal *journal, struct nh_store **store,
                                        const struct nh_opening *given, struct nh_spool *spool,
                                        bool agreed, struct nh_issuance *out, struct nh_error *err);

/* Does an open job wait for the key of a certificate in it? The profile may be locked. True where
   it can't be looked at. */
bool nh_issuance_is_awaited(struct nh_journal *journal, const char *profile_path,
                            struct nh_spool *spool);

/* Is this the end of a response: nothing of it was stored, and trying it again later would
   change nothing? */
bool nh_issuance_is_refused(enum nh_status status);

/* Store certificates that the person has named, in a store open for writing. Whoever stores many
   has them all in before the database is read anew (nh_store_reread), once, and each is proven:
   nh_issuance_conclude. */
enum nh_status nh_issuance_import(struct nh_journal *journal, struct nh_store **store,
                                  const struct nh_bufs *certificates, struct nh_issuance *out,
                                  struct nh_error *err);

/* Note that an identity has come into the profile with its key, which anybody could read in its
   file if that was `open`. */
enum nh_status nh_issuance_settle(struct nh_journal *journal, const struct nh_identity *identity,
                                  bool open, struct nh_error *err);

/* Prove what has come in, in a store that was read anew since, and end the job that waits for it,
   if any. The room of the jobs is the caller's to balance. NH_NOT_PROVEN and *proof. */
enum nh_status nh_issuance_conclude(struct nh_journal *journal, struct nh_store **store,
                                    const struct nh_identity *identity, struct nh_proof *proof,
                                    struct nh_error *err);

#endif
