/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Remove an identity, its certificate and its key, from the profile. The certificate is removed
 * first, so that a crash never leaves a certificate that the browser offers without its key. Until
 * the removal is finished, the journal has the certificate in "removals/<SHA-256 in lower-case
 * hex>.der"; with it, an interrupted removal can be continued.
 */
#ifndef NH_LIFECYCLE_REMOVE_H
#define NH_LIFECYCLE_REMOVE_H

#include "base/status.h"
#include "certificate/find.h"
#include "journal/job.h"
#include <stdbool.h>

struct nh_identity;
struct nh_store;

/* Find an identity, as nh_identity_find does; also one whose removal was interrupted after its
   certificate was removed. The caller frees *out. *shared: another certificate has the same key. */
enum nh_status nh_remove_find(struct nh_journal *journal, struct nh_store *store, const char *id,
                              struct nh_identity **out, bool *shared, struct nh_error *err);

/*
 * Remove the identity with this fingerprint, whose key has this ID or "", and check in the database
 * that it is gone; it is removed from the disk when this returns. *key: its key was removed, too; a
 * key of another certificate stays. Issuers stay. Calling it again continues an interrupted
 * removal. If there is a backup, the removal is noted (restorable.h). *store is closed and opened
 * again, and is NULL if that fails. NH_NO_IDENTITY.
 */
enum nh_status nh_remove(struct nh_journal *journal, struct nh_store **store,
                         const char *fingerprint, const char *key_id, bool *key,
                         struct nh_error *err);

#endif
