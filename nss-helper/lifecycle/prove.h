/* SPDX-License-Identifier: MPL-2.0 */
/* Prove an identity, then store its public certificates in the archive (journal/archive.h). */
#ifndef NH_LIFECYCLE_PROVE_H
#define NH_LIFECYCLE_PROVE_H

#include "base/status.h"
#include "certificate/verify.h"

struct nh_journal;
struct nh_store;

/* Prove this stored certificate. The errors of nh_verify_stored and nh_archive_keep. */
enum nh_status nh_prove_stored(struct nh_journal *journal, struct nh_store *store,
                               CERTCertificate *certificate, const char *fingerprint,
                               struct nh_proof *proof, struct nh_error *err);

/* The same after reading the identity, whose key has this ID or "", from the disk again. *store is
   closed and opened again, and is NULL if that fails. NH_NOT_PROVEN; *proof says why. */
enum nh_status nh_prove_anew(struct nh_journal *journal, struct nh_store **store,
                             const char *fingerprint, const char *key_id, struct nh_proof *proof,
                             struct nh_error *err);

#endif
