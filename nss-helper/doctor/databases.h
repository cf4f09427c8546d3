/* SPDX-License-Identifier: MPL-2.0 */
/* A profile's databases. */
#ifndef NH_DOCTOR_DATABASES_H
#define NH_DOCTOR_DATABASES_H

#include "doctor/finding.h"
#include <stdbool.h>

struct nh_profile;

/* "database", "database-rights", "database-lock", "database-place", "nss",
   "primary-password": a profile's databases. No store may be open. False when they can't
   be read. */
bool nh_checkup_databases(const struct nh_profile *profile, struct nh_findings *out);

#endif
