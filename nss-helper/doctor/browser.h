/* SPDX-License-Identifier: MPL-2.0 */
/* Check the browser of a profile, and the extension in it. */
#ifndef NH_DOCTOR_BROWSER_H
#define NH_DOCTOR_BROWSER_H

#include "doctor/finding.h"

struct nh_profile;

/* Add "packaging", "nocertdb", "extension" and "private-windows"; nothing for Thunderbird and
   Chromium. */
void nh_checkup_browser(const struct nh_profile *profile, struct nh_findings *out);

#endif
