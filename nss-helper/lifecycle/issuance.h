/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The journey of one certificate: journal, spool and profile together, each step
 * durable before the next. What is done here opens the store, works, and closes it
 * again before it returns: nothing is held while anybody is waited for.
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
struct nh_spool;
struct nh_store;

/* Can keys and certificates be kept in this profile? *locked: it has a primary password. */
enum nh_status nh_issuance_check(const char *profile_path, bool *locked, struct nh_error *err);

/* What asks a CA for a certificate for a new key, made while the store is open. */
typedef enum nh_status nh_request_maker(struct nh_store *store, const struct nh_key *key,
                                        const struct nh_job *job, void *context,
                                        struct nh_error *err);

/*
 * A key for a new job, whose site, target and kind are set, and its request. For a job of a
 * site there is room on the disk for its response first: else NH_NO_SPACE. The request is made
 * before the key is stored; the key is stored and journalled when this returns.
 */
enum nh_status nh_issuance_make(struct nh_journal *journal, const char *profile_path,
                                struct nh_job *job, nh_request_maker *maker, void *context,
                                struct nh_error *err);

/* A key for a new job of a site, and the SPKAC that its form is to carry. */
enum nh_status nh_issuance_begin(struct nh_journal *journal, const char *profile_path,
                                 struct nh_job *job, const char *challenge, struct nh_buf *spkac,
                                 struct nh_error *err);

/* The request has left, once: the job was unsent. NH_NO_JOB when it is not, any more. */
enum nh_status nh_issuance_sent(struct nh_journal *journal, struct nh_job *job,
                                struct nh_error *err);

struct nh_installation {
    char job[NH_JOB_ID_SIZE];    /* that it ends, or "" */
    char site[NH_SITE_SIZE];     /* that it came from, or "" */
    const char *reason;          /* with NH_ASK: the word of PROTOCOL.md */
    bool brings_keys;            /* it is a key file */
    bool tried;                  /* `proof` is filled */
    struct nh_incoming incoming; /* identity NULL when it was not read */
    struct nh_keyfile *keyfile;  /* else what it brought is there */
    struct nh_proof proof;       /* of the first, where a key file brought several */
};

/* All that came in: a view of what the installation owns. */
struct nh_incomings nh_installation_incoming(const struct nh_installation *installation);

void nh_installation_reset(struct nh_installation *installation);

/*
 * Install a finished response and prove it; then it leaves the spool. Unless the person
 * said yes (`agreed`) it goes in by itself only for an open job of its key and site;
 * else NH_ASK. A file that brings keys needs the password that the person has given for
 * it, which is their yes: NH_PASSWORD without one (`password` NULL) or with a wrong one,
 * and out->brings_keys is set. On every failure it stays. *out is filled in either case.
 */
enum nh_status nh_issuance_install(struct nh_journal *journal, const char *profile_path,
                                   const char *language, struct nh_spool *spool, bool agreed,
                                   const char *password, struct nh_installation *out,
                                   struct nh_error *err);

/* Is this the end of a response: nothing of it was stored, and trying it again later would
   change nothing? */
bool nh_issuance_is_refused(enum nh_status status);

/* Install certificates that the person has named, in a store open for writing, prove
   them, and end the job that waits for them, if any. */
enum nh_status nh_issuance_import(struct nh_journal *journal, struct nh_store **store,
                                  const char *language, const struct nh_bufs *certificates,
                                  struct nh_installation *out, struct nh_error *err);

/* The same for an identity that has just come into the profile with its key: prove it, and
   end the job that waits for it, if any. *store and *proof as with nh_issuance_prove. */
enum nh_status nh_issuance_conclude(struct nh_journal *journal, struct nh_store **store,
                                    const struct nh_identity *identity, struct nh_proof *proof,
                                    struct nh_error *err);

/* Read the identity anew from the disk, prove it, and keep its public certificates. The
   store is another one when this returns, or NULL. NH_NOT_PROVEN and *proof. */
enum nh_status nh_issuance_prove(struct nh_journal *journal, struct nh_store **store,
                                 const char *fingerprint, struct nh_proof *proof,
                                 struct nh_error *err);

#endif
