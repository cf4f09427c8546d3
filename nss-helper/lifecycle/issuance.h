/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The second half of a request: store the certificate of a response or a file in the profile, and
 * update journal and spool. Each step is on the disk before the next. Functions with a profile path
 * open and close the store themselves; no store may be open.
 */
#ifndef NH_LIFECYCLE_ISSUANCE_H
#define NH_LIFECYCLE_ISSUANCE_H

#include "base/status.h"
#include "certificate/verify.h"
#include "formats/incoming.h"
#include "journal/job.h"
#include "lifecycle/inventory.h"
#include <stdbool.h>

struct nh_buf;
struct nh_bufs;
struct nh_opening;
struct nh_spool;
struct nh_store;

/* The result. */
struct nh_issuance {
    char job[NH_JOB_ID_SIZE];    /* the job that it finishes, or "" */
    char site[NH_SITE_SIZE];     /* the site it came from, or "" */
    const char *reason;          /* for NH_ASK: a word of PROTOCOL.md */
    bool brings_keys;            /* it is a key file */
    bool open_key;               /* the key was not encrypted */
    bool tried;                  /* `proof` is filled */
    struct nh_incoming incoming; /* its identity is NULL when the response was not read */
    struct nh_keyfile *keyfile;  /* for a key file: its content; else NULL */
    struct nh_proof proof;       /* of the first certificate, if a key file has several */
    struct nh_inventory held;    /* that certificate, and those with the same subject */
};

/* All that the response or file brought; owned by the issuance. */
struct nh_incomings nh_issuance_incoming(const struct nh_issuance *issuance);

void nh_issuance_reset(struct nh_issuance *issuance);

/*
 * Install a complete response, prove the certificate, and remove the response from the spool. If
 * the person has not confirmed (`agreed`), this needs an open job for its key and site; else
 * NH_ASK. A file with keys needs what the person has given to open it (`given`), which also
 * confirms it: NH_PASSWORD, NH_KEY_PASSWORD or NH_OPEN_KEY (also if its password is in the file)
 * say what is missing, and out->brings_keys is set. After any failure the response stays. *out is
 * filled in either case; the caller resets it. Also NH_NOT_PROVEN, NH_OTHER_SITE, NH_SITE_LIST, and
 * the errors of nh_store_open, nh_incoming_read and nh_keyfile_open.
 */
enum nh_status nh_issuance_install(struct nh_journal *journal, const char *profile_path,
                                   const struct nh_opening *given, struct nh_spool *spool,
                                   bool agreed, struct nh_issuance *out, struct nh_error *err);

/* The same in a store that is open for writing. *store is closed and opened again, and is NULL if
   that fails. The caller calls nh_room_balance. */
enum nh_status nh_issuance_install_into(struct nh_journal *journal, struct nh_store **store,
                                        const struct nh_opening *given, struct nh_spool *spool,
                                        bool agreed, struct nh_issuance *out, struct nh_error *err);

/* Whether an open job waits for a certificate in this response. The profile may be locked. True if
   the response can't be read. */
bool nh_issuance_is_awaited(struct nh_journal *journal, const char *profile_path,
                            struct nh_spool *spool);

/* Whether this status is final for a response: nothing of it was stored, and another try later
   would give the same result. */
bool nh_issuance_is_refused(enum nh_status status);

/* Store certificates from a file of the person, in a store that is open for writing. To store many,
   call this for all, then nh_store_reread once, then nh_issuance_conclude for each. */
enum nh_status nh_issuance_import(struct nh_journal *journal, struct nh_store **store,
                                  const struct nh_bufs *certificates, struct nh_issuance *out,
                                  struct nh_error *err);

/* Note in the journal that an identity was stored with its key; `open`: the key was not protected
   in its file. */
enum nh_status nh_issuance_settle(struct nh_journal *journal, const struct nh_identity *identity,
                                  bool open, struct nh_error *err);

/* Prove an identity that was stored before nh_store_reread, and finish the job that waits for it,
   if any. The caller calls nh_room_balance. NH_NOT_PROVEN; *proof says why. */
enum nh_status nh_issuance_conclude(struct nh_journal *journal, struct nh_store **store,
                                    const struct nh_identity *identity, struct nh_proof *proof,
                                    struct nh_error *err);

#endif
