/* SPDX-License-Identifier: MPL-2.0 */
/* An identity is proven; then its public certificates are kept beside the journal. */
#ifndef NH_LIFECYCLE_PROVE_H
#define NH_LIFECYCLE_PROVE_H

#include "base/status.h"
#include "certificate/verify.h"

struct nh_journal;
struct nh_store;

/* Prove this stored certificate, NULL for one that is gone. As nh_verify_stored, and the errors of
   the archive. */
enum nh_status nh_prove_stored(struct nh_journal *journal, struct nh_store *store,
                               CERTCertificate *certificate, const char *fingerprint,
                               struct nh_proof *proof, struct nh_error *err);

/* Read the identity anew from the disk, prove it, and keep its public certificates. The
   store is another one when this returns, or NULL. NH_NOT_PROVEN and *proof. */
enum nh_status nh_prove_anew(struct nh_journal *journal, struct nh_store **store,
                             const char *fingerprint, struct nh_proof *proof, struct nh_error *err);

#endif
