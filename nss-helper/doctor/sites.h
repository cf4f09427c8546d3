/* SPDX-License-Identifier: MPL-2.0 */
/* Check the administrator's list of sites. */
#ifndef NH_DOCTOR_SITES_H
#define NH_DOCTOR_SITES_H

#include "doctor/finding.h"

/* Add "sites": the list, and the files that it names. */
void nh_checkup_sites(struct nh_findings *out);

#endif
