/* SPDX-License-Identifier: MPL-2.0 */
/* Check the identities in the databases, and those that were lost. */
#ifndef NH_DOCTOR_IDENTITIES_H
#define NH_DOCTOR_IDENTITIES_H

#include "doctor/finding.h"

struct nh_journal;
struct nh_profile;
struct nh_store;

/* Add "identities" and "expiry". The store is open for reading keys. */
void nh_checkup_identities(struct nh_store *store, struct nh_findings *out);

/* Add "refresh": installed certificates that were lost while their key is there, or the other way
   round. `journal` may be NULL. */
void nh_checkup_archive(const struct nh_profile *profile, struct nh_journal *journal,
                        struct nh_store *store, struct nh_findings *out);

#endif
