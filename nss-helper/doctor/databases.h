/* SPDX-License-Identifier: MPL-2.0 */
/* Check a profile's databases. */
#ifndef NH_DOCTOR_DATABASES_H
#define NH_DOCTOR_DATABASES_H

#include "doctor/finding.h"
#include <stdbool.h>

struct nh_profile;

/* Add "database", "database-rights", "database-lock", "database-place", "nss" and
   "primary-password". No store may be open. False when the databases can't be read. */
bool nh_checkup_databases(const struct nh_profile *profile, struct nh_findings *out);

#endif
