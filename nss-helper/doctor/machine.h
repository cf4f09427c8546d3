/* SPDX-License-Identifier: MPL-2.0 */
/* Check this user's machine. */
#ifndef NH_DOCTOR_MACHINE_H
#define NH_DOCTOR_MACHINE_H

#include "doctor/finding.h"

/* Add "home", "state-folder", "space", "pinentry", "sites" and "confinement". */
void nh_checkup_machine(struct nh_findings *out);

#endif
