/* SPDX-License-Identifier: MPL-2.0 */
/* Check whether the extension is installed and enabled in a Firefox profile, and has the right
   version. */
#ifndef NH_DOCTOR_EXTENSION_H
#define NH_DOCTOR_EXTENSION_H

#include "doctor/finding.h"

struct nh_profile;

/* Add "extension", and "private-windows" if the extension is enabled. No cure disables Firefox's
   check of signatures. */
void nh_checkup_extension(const struct nh_profile *profile, struct nh_findings *out);

#endif
