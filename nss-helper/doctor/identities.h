/* SPDX-License-Identifier: MPL-2.0 */
/* What the databases hold, and what they have lost. */
#ifndef NH_DOCTOR_IDENTITIES_H
#define NH_DOCTOR_IDENTITIES_H

#include "doctor/finding.h"

struct nh_journal;
struct nh_profile;
struct nh_store;

/* "identities", "expiry": what a store, open to read keys, holds. */
void nh_checkup_identities(struct nh_store *store, struct nh_findings *out);

/* "refresh": certificates that were installed here and are lost while their key is there, or
   the other way round. `journal` may be NULL. */
void nh_checkup_archive(const struct nh_profile *profile, struct nh_journal *journal,
                        struct nh_store *store, struct nh_findings *out);

#endif
