/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Taking an identity out of the profile for good, its certificate and its key together.
 * The certificate goes first: a crash leaves a key without one, and never a certificate
 * that the browser offers without its key. Until the end the journal has the certificate,
 * "removals/<SHA-256 in lower-case hex>.der": with it the removal can be finished.
 */
#ifndef NH_LIFECYCLE_REMOVE_H
#define NH_LIFECYCLE_REMOVE_H

#include "base/status.h"
#include "certificate/find.h"
#include "journal/job.h"
#include <stdbool.h>

struct nh_identity;
struct nh_store;

/* The identity that the ID names, as nh_identity_find; also one whose removal broke off:
   its certificate has gone and its key is still there. *shared: another certificate of the
   profile has the same key. */
enum nh_status nh_remove_find(struct nh_journal *journal, struct nh_store *store, const char *id,
                              struct nh_identity **out, bool *shared, struct nh_error *err);

/*
 * Remove the identity with this fingerprint; durable when this returns, and looked for in
 * the database again. *key: its key went, too. It stays where another certificate of the
 * profile has it. Issuers stay. Repeating it finishes what broke off. If a backup is there, the
 * removal is noted down (restorable.h). The store is another one then, or NULL. NH_NO_IDENTITY.
 */
enum nh_status nh_remove(struct nh_journal *journal, struct nh_store **store,
                         const char *fingerprint, bool *key, struct nh_error *err);

#endif
