/* SPDX-License-Identifier: MPL-2.0 */
/* The extension in a profile of Firefox: whether it came in, runs, and fits. */
#ifndef NH_DOCTOR_EXTENSION_H
#define NH_DOCTOR_EXTENSION_H

#include "doctor/finding.h"

struct nh_profile;

/* "extension", and "private-windows" where the extension is on. No cure turns the check of
   signatures off. */
void nh_checkup_extension(const struct nh_profile *profile, struct nh_findings *out);

#endif
